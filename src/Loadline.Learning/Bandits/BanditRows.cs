using System.Buffers;
using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;
using Loadline.Core.Policies;
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
    public int Count => Features.Count;

    /// <summary>Takes every row.</summary>
    public static BanditRows Of(OutcomeMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var facts = new RequestFacts();
        var signals = new RequestSignals();
        var models = matrix.Models.Count;
        return new BanditRows(
            matrix.Models,
            [.. matrix.Rows.Select(row => Extract(row, facts, signals))],
            [.. Enumerable.Range(0, matrix.Count).Select(row => Array.ConvertAll(matrix.Quality[(row * models)..((row + 1) * models)], value => (double)value))],
            [.. Enumerable.Range(0, matrix.Count).Select(row => matrix.Cost[(row * models)..((row + 1) * models)])]);
    }

    // Through the same bytes that the ledger would have kept.
    private static double[] Extract(OutcomeRow row, RequestFacts facts, RequestSignals signals)
    {
        facts.Reset(Body(row));
        ChatRequestScanner.Scan(facts);
        signals.Reset(facts);
        BanditFeatures.Compute(signals);
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
