using System.Buffers;
using System.Text.Json;

namespace Loadline.Gateway.Simulation;

/// <summary>Writes a simulated answer as Chat Completions would: whole, or chunk by chunk.</summary>
internal static class SimulatedReplyWriter
{
    // Characters a simulated chunk holds: about what real providers send at once.
    private const int ChunkCharacters = 16;

    public static ReadOnlyMemory<byte> Whole(string id, string model, in SimulatedAnswer answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        Head(json, id, model, "chat.completion"u8);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, answer.Text);
        json.WriteEndObject();
        json.WriteString("finish_reason"u8, "stop"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        Usage(json, answer);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Cuts an answer into the texts of its chunks.</summary>
    public static IEnumerable<string> Chunks(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + ChunkCharacters, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
            {
                end++;
            }

            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>Writes one event: a piece of text, or the end where <paramref name="text"/> is <see langword="null"/>.</summary>
    public static void Chunk(IBufferWriter<byte> buffer, string id, string model, string? text)
    {
        buffer.Write("data: "u8);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Head(json, id, model, "chat.completion.chunk"u8);
            json.WriteStartArray("choices"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, 0);
            json.WriteStartObject("delta"u8);
            if (text is not null)
            {
                json.WriteString("content"u8, text);
            }

            json.WriteEndObject();
            if (text is null)
            {
                json.WriteString("finish_reason"u8, "stop"u8);
            }
            else
            {
                json.WriteNull("finish_reason"u8);
            }

            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n\n"u8);
    }

    public static void Tail(IBufferWriter<byte> buffer, string id, string model, in SimulatedAnswer answer, bool includeUsage)
    {
        if (includeUsage)
        {
            buffer.Write("data: "u8);
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                Head(json, id, model, "chat.completion.chunk"u8);
                json.WriteStartArray("choices"u8);
                json.WriteEndArray();
                Usage(json, answer);
                json.WriteEndObject();
            }

            buffer.Write("\n\n"u8);
        }

        buffer.Write("data: [DONE]\n\n"u8);
    }

    private static void Head(Utf8JsonWriter json, string id, string model, ReadOnlySpan<byte> kind)
    {
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, 0);
        json.WriteString("model"u8, model);
        json.WriteString("system_fingerprint"u8, "loadline-simulated"u8);
    }

    private static void Usage(Utf8JsonWriter json, in SimulatedAnswer answer)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, answer.InputTokens);
        json.WriteNumber("completion_tokens"u8, answer.OutputTokens);
        json.WriteNumber("total_tokens"u8, answer.InputTokens + answer.OutputTokens);
        if (answer.Cost is { } cost)
        {
            // OpenRouter's way of reporting what a call was charged.
            json.WriteNumber("cost"u8, cost);
        }

        json.WriteEndObject();
    }
}
