using System.Buffers;
using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;
using Loadline.Core.Policies;
using Loadline.Core.Semantics;
using Loadline.Core.Signals;
using Loadline.Learning.Training;
using Loadline.Wire.OpenAI;

namespace Loadline.Learning.Bandits;

/// <summary>The rows of an outcome table as a bandit meets them: features, and what each model would have got.</summary>
/// <param name="Models">The models.</param>
/// <param name="Features">Each row's features.</param>
/// <param name="Quality">Each row's qualities, by model.</param>
/// <param name="Cost">Each row's costs in the table's unit, by model.</param>
public sealed record BanditRows(
    IReadOnlyList<string> Models, IReadOnlyList<double[]> Features, IReadOnlyList<double[]> Quality, IReadOnlyList<double[]> Cost)
{
    /// <summary>Gets how many rows there are.</summary>
    public int Count => Features.Count;

    /// <summary>Takes rows.</summary>
    /// <param name="matrix">The table.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="intents">What tells what they are about; <see langword="null"/>: the built-in signals.</param>
    public static BanditRows Of(OutcomeMatrix matrix, IReadOnlyList<int> rows, SemanticIndex? intents)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(rows);
        var facts = new RequestFacts();
        var signals = new RequestSignals();
        var models = matrix.Models.Count;
        return new BanditRows(
            matrix.Models,
            [.. rows.Select(row => Extract(matrix.Rows[row], facts, signals, intents))],
            [.. rows.Select(row => Array.ConvertAll(matrix.Quality[(row * models)..((row + 1) * models)], value => (double)value))],
            [.. rows.Select(row => matrix.Cost[(row * models)..((row + 1) * models)])]);
    }

    /// <summary>Sets a share of rows aside, by a hash of their ids, and makes examples of their groups: their outcomes are looked at by nobody.</summary>
    /// <returns>The other rows, and what tells what they are about.</returns>
    public static (IReadOnlyList<int> Rows, SemanticIndex Intents) WithIntents(OutcomeMatrix matrix, int aside)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var order = Enumerable.Range(0, matrix.Count).OrderBy(row => Hash(matrix.Rows[row].Id)).ToArray();
        var groups = order[..aside].GroupBy(row => matrix.Groups[row]).Where(group => group.Key.Length > 0).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (IReadOnlyList<string>)[.. group.Select(row => RowText.Of(matrix.Rows[row]))]).ToList();
        return groups.Count is > 1 and <= BanditFeatures.MostIntents
            ? (order[aside..], SemanticIndex.Build(groups))
            : throw new ArgumentException($"From 2 to {BanditFeatures.MostIntents} groups are needed; the rows set aside have {groups.Count}.", nameof(matrix));
    }

    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash ^ (hash >> 15);
    }

    // Through the same bytes that the ledger would have kept.
    private static double[] Extract(OutcomeRow row, RequestFacts facts, RequestSignals signals, SemanticIndex? intents)
    {
        facts.Reset(Body(row));
        ChatRequestScanner.Scan(facts);
        signals.Reset(facts);
        BanditFeatures.Compute(signals);
        signals.Intent = intents is null ? (byte)0 : (byte)(intents.Find(signals.Features).Route + 1);
        Span<byte> data = stackalloc byte[SignalFeatures.Length];
        SignalFeatures.Write(signals.Values(), signals.Tokens, signals.ExpectedOutputTokens, data);
        var x = new double[BanditFeatures.Length];
        BanditFeatures.Write(data, x);
        return x;
    }

    private static ReadOnlyMemory<byte> Body(OutcomeRow row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model", "auto");
        json.WritePropertyName("messages");
        if (row.Prompt is { } prompt)
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("role", "user");
            json.WriteString("content", prompt);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        else
        {
            row.Messages!.Value.WriteTo(json);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
