using System.Buffers;
using System.Text.Json;
using Loadline.Core.Decisions;

namespace Loadline.Storage.Sqlite;

/// <summary>What was predicted of a decision's candidates as the file has it: <c>[quality, cost, quality, cost, …]</c> in the candidates' order, null where unknown.</summary>
internal sealed class PredictionText
{
    private readonly ArrayBufferWriter<byte> _buffer = new(128);
    private Utf8JsonWriter? _json;

    /// <summary>Tells whether anything was predicted.</summary>
    public static bool IsNeeded(IReadOnlyList<CandidateRecord> candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates[i] is not { PredictedQuality: null, PredictedCost: null })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes predictions; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(IReadOnlyList<CandidateRecord> candidates)
    {
        _buffer.ResetWrittenCount();
        var json = _json ??= new Utf8JsonWriter(_buffer);
        json.Reset();
        json.WriteStartArray();
        foreach (var candidate in candidates)
        {
            Write(json, candidate.PredictedQuality);
            Write(json, candidate.PredictedCost);
        }

        json.WriteEndArray();
        json.Flush();
        return _buffer.WrittenSpan;
    }

    /// <summary>Adds what a row holds to its candidates.</summary>
    public static IReadOnlyList<CandidateRecord> Read(string? text, IReadOnlyList<CandidateRecord> candidates)
    {
        if (text is null)
        {
            return candidates;
        }

        using var json = JsonDocument.Parse(text);
        var numbers = json.RootElement;
        return [.. candidates.Select((candidate, index) => candidate with { PredictedQuality = Read(numbers[2 * index]), PredictedCost = Read(numbers[(2 * index) + 1]) })];
    }

    private static double? Read(JsonElement number) => number.ValueKind == JsonValueKind.Null ? null : number.GetDouble();

    private static void Write(Utf8JsonWriter json, double? number)
    {
        if (number is { } known)
        {
            json.WriteNumberValue(known);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
