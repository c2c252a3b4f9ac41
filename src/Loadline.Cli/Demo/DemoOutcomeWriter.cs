using System.Text.Json;
using Loadline.Cli.Commands;

namespace Loadline.Cli.Demo;

/// <summary>Writes outcome rows in the outcome table's format, one JSON object a line.</summary>
/// <remarks>
/// Beside the format's own fields a row keeps <c>difficulty</c>, <c>needs</c> and <c>tools</c>, and an outcome keeps
/// <c>input_tokens</c>, <c>ttft_ms</c> and, where there is one, <c>refusal</c>.
/// </remarks>
internal static class DemoOutcomeWriter
{
    public static void Write(IEnumerable<DemoOutcomeRow> rows, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, PromptBody.Plain);
        foreach (var row in rows)
        {
            WriteRow(json, row);
            json.Flush();
            stream.WriteByte((byte)'\n');
            json.Reset();
        }
    }

    private static void WriteRow(Utf8JsonWriter json, DemoOutcomeRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("group", row.Group);
        WriteRequest(json, row.Prompt);
        json.WriteNumber("difficulty", row.Prompt.Difficulty);
        json.WriteStartObject("outcomes");
        foreach (var (model, outcome) in row.Outcomes)
        {
            json.WriteStartObject(model);
            WriteOutcome(json, outcome);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, DemoPrompt prompt)
    {
        if (prompt.Prompt is { } text)
        {
            json.WriteString("prompt", text);
        }

        WriteIfPresent(json, "messages", prompt.Messages);
        WriteIfPresent(json, "tools", prompt.Tools);
        if (prompt.NeedsVision)
        {
            json.WriteStartArray("needs");
            json.WriteStringValue("vision");
            json.WriteEndArray();
        }
    }

    private static void WriteOutcome(Utf8JsonWriter json, DemoOutcome outcome)
    {
        json.WriteNumber("quality", outcome.Quality);
        json.WriteNumber("cost", outcome.CostUsd);
        json.WriteNumber("latency_ms", outcome.LatencyMs);
        json.WriteNumber("ttft_ms", outcome.TimeToFirstTokenMs);
        json.WriteNumber("input_tokens", outcome.InputTokens);
        json.WriteNumber("output_tokens", outcome.OutputTokens);
        if (outcome.Refusal is { } refusal)
        {
            json.WriteString("refusal", refusal);
        }

        json.WriteString("response", outcome.Response);
    }

    private static void WriteIfPresent(Utf8JsonWriter json, string name, JsonElement? value)
    {
        if (value is { } present)
        {
            json.WritePropertyName(name);
            present.WriteTo(json);
        }
    }
}
