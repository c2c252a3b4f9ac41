using System.Text.Encodings.Web;
using System.Text.Json;
using Loadline.Core.Outcomes;

namespace Loadline.Cli.Replay;

/// <summary>Makes the request that a client would have sent for a row.</summary>
internal static class ReplayBodies
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static List<ReplayRequest> Create(OutcomeTable table, string model, bool stream) =>
        [.. table.Rows.Select(row => new ReplayRequest(row.Id, Body(row, model, stream)))];

    private static byte[] Body(OutcomeRow row, string model, bool stream)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            WriteMessages(json, row);
            if (row.Tools is { } tools)
            {
                json.WritePropertyName("tools");
                tools.WriteTo(json);
            }

            if (stream)
            {
                json.WriteBoolean("stream", true);
                json.WriteStartObject("stream_options");
                json.WriteBoolean("include_usage", true);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteMessages(Utf8JsonWriter json, OutcomeRow row)
    {
        json.WritePropertyName("messages");
        if (row.Messages is { } messages)
        {
            messages.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteString("content", row.Prompt);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
