using System.Text.Encodings.Web;
using System.Text.Json;

namespace Loadline.Cli.Demo;

/// <summary>Writes a prompt of the workload as the request that a client would send.</summary>
internal static class DemoRequest
{
    /// <summary>Letters of every script stay as they are: escaped, a Chinese prompt would double in size, and so in price.</summary>
    internal static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The request as UTF-8 JSON.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="model">The model to ask for.</param>
    public static byte[] Write(DemoPrompt prompt, string model)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            WriteMessages(json, prompt);
            if (prompt.Tools is { } tools)
            {
                json.WritePropertyName("tools");
                tools.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteMessages(Utf8JsonWriter json, DemoPrompt prompt)
    {
        json.WritePropertyName("messages");
        if (prompt.Messages is { } messages)
        {
            messages.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteString("content", prompt.Prompt);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
