using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Calls;

/// <summary>Writes chat requests.</summary>
public static class ChatBody
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the request that asks a model a row's prompt.</summary>
    /// <param name="row">The row; its messages and tools are sent as they are.</param>
    /// <param name="model">The model.</param>
    /// <param name="maxOutput">The most tokens to generate.</param>
    /// <param name="limitField">What the provider calls that limit.</param>
    public static ReadOnlyMemory<byte> Ask(OutcomeRow row, string model, int maxOutput, string limitField) => Of(row, model, maxOutput, limitField);

    /// <summary>Writes the request of a row without a limit of its own, as a client would send it.</summary>
    public static ReadOnlyMemory<byte> Of(OutcomeRow row, string model) => Of(row, model, null, "");

    private static ReadOnlyMemory<byte> Of(OutcomeRow row, string model, int? maxOutput, string limitField)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            WriteMessages(json, row);
            if (row.Tools is { } tools)
            {
                json.WritePropertyName("tools"u8);
                tools.WriteTo(json);
            }

            if (maxOutput is { } most)
            {
                json.WriteNumber(limitField, most);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes a question whose answer must be JSON of a schema.</summary>
    public static ReadOnlyMemory<byte> Structured(string model, string system, string user, string schemaName, string schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            json.WriteStartArray("messages"u8);
            WriteMessage(json, "system", system);
            WriteMessage(json, "user", user);
            json.WriteEndArray();
            json.WriteStartObject("response_format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, schemaName);
            json.WriteBoolean("strict"u8, true);
            json.WritePropertyName("schema"u8);
            json.WriteRawValue(schema);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteMessages(Utf8JsonWriter json, OutcomeRow row)
    {
        json.WritePropertyName("messages"u8);
        if (row.Messages is { } messages)
        {
            messages.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        WriteMessage(json, "user", row.Prompt ?? "");
        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.WriteString("content"u8, content);
        json.WriteEndObject();
    }
}
