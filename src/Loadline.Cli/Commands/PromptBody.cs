using System.Text.Encodings.Web;
using System.Text.Json;

namespace Loadline.Cli.Commands;

/// <summary>Writes the Chat Completions body that a client would send for a prompt or a conversation.</summary>
internal static class PromptBody
{
    /// <summary>Letters of every script stay as they are: escaped, a Chinese prompt would double in size, and so in price.</summary>
    internal static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Create(string model, string prompt) => Create(model, prompt, null, null);

    /// <param name="model">The model or route to ask for.</param>
    /// <param name="prompt">The prompt; not read where there are <paramref name="messages"/>.</param>
    /// <param name="messages">The conversation, an array as in the body.</param>
    /// <param name="tools">The tools offered with it, an array as in the body.</param>
    /// <param name="stream">Whether to ask for a stream, with usage.</param>
    public static byte[] Create(string model, string? prompt, JsonElement? messages, JsonElement? tools, bool stream = false)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            WriteMessages(json, prompt, messages);
            if (tools is { } offered)
            {
                json.WritePropertyName("tools");
                offered.WriteTo(json);
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

    private static void WriteMessages(Utf8JsonWriter json, string? prompt, JsonElement? messages)
    {
        json.WritePropertyName("messages");
        if (messages is { } conversation)
        {
            conversation.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteString("content", prompt);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
