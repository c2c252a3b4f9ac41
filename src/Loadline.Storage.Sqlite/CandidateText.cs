using System.Buffers;
using System.Text.Json;
using Loadline.Core.Decisions;

namespace Loadline.Storage.Sqlite;

/// <summary>A decision's candidates as the file has them: <c>[[name, flags, cost, reason …], …]</c>, names by number.</summary>
/// <remarks>Flags: 1 eligible, 2 in the pool. The cost is null where unknown; reasons, by number, are why it could not serve.</remarks>
internal sealed class CandidateText(Names names)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private Utf8JsonWriter? _json;

    /// <summary>Writes candidates; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(IReadOnlyList<CandidateRecord> candidates)
    {
        _buffer.ResetWrittenCount();
        var json = _json ??= new Utf8JsonWriter(_buffer);
        json.Reset();
        json.WriteStartArray();
        foreach (var candidate in candidates)
        {
            json.WriteStartArray();
            json.WriteNumberValue(names.Of(candidate.Model));
            json.WriteNumberValue((candidate.Eligible ? 1 : 0) | (candidate.InPool ? 2 : 0));
            if (candidate.EstimatedCostUsd is { } cost)
            {
                json.WriteNumberValue(cost);
            }
            else
            {
                json.WriteNullValue();
            }

            foreach (var reason in candidate.ExcludedBecause)
            {
                json.WriteNumberValue(names.Of(reason));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.Flush();
        return _buffer.WrittenSpan;
    }

    public IReadOnlyList<CandidateRecord> Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        var candidates = new List<CandidateRecord>(json.RootElement.GetArrayLength());
        foreach (var candidate in json.RootElement.EnumerateArray())
        {
            var flags = candidate[1].GetInt32();
            candidates.Add(new CandidateRecord(
                names.Name(candidate[0].GetInt64()),
                (flags & 1) != 0,
                [.. candidate.EnumerateArray().Skip(3).Select(reason => names.Name(reason.GetInt64()))],
                candidate[2].ValueKind == JsonValueKind.Null ? null : candidate[2].GetDouble(),
                (flags & 2) != 0));
        }

        return candidates;
    }
}
