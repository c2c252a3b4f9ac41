using System.Buffers;
using System.Text.Json;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Certification;

/// <summary>Outcome rows as the request bodies that callers would have sent.</summary>
internal static class RowBodies
{
    public static ReadOnlyMemory<byte> Of(OutcomeRow row, string model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WritePropertyName("messages"u8);
        if (row.Messages is { } messages)
        {
            messages.WriteTo(json);
        }
        else
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("role"u8, "user"u8);
            json.WriteString("content"u8, row.Prompt);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (row.Tools is { } tools)
        {
            json.WritePropertyName("tools"u8);
            tools.WriteTo(json);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
