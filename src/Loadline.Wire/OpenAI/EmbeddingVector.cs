using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Loadline.Wire.OpenAI;

/// <summary>Writes a request for embeddings and reads the vectors of its reply, in OpenAI's dialect.</summary>
public static class EmbeddingVector
{
    /// <summary>Writes the body of <c>POST …/embeddings</c>.</summary>
    /// <param name="model">The model's name upstream.</param>
    /// <param name="texts">What to embed: one is sent by itself, several as a list.</param>
    /// <param name="dimensions">The length to ask for; <see langword="null"/>: the model's own.</param>
    public static byte[] Write(string model, IReadOnlyList<string> texts, int? dimensions)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteStartArray("input"u8);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        json.WriteString("encoding_format"u8, "float"u8);
        if (dimensions is { } length)
        {
            json.WriteNumber("dimensions"u8, length);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the vectors, in the order of the texts; numbers and base64 are both understood.</summary>
    /// <param name="reply">The whole reply.</param>
    /// <param name="count">The number of texts.</param>
    /// <returns><see langword="null"/> where the reply does not hold one vector for each text.</returns>
    public static float[][]? Read(ReadOnlyMemory<byte> reply, int count)
    {
        try
        {
            using var json = JsonDocument.Parse(reply);
            var vectors = new float[count][];
            var at = 0;
            foreach (var item in json.RootElement.GetProperty("data"u8).EnumerateArray())
            {
                var index = item.TryGetProperty("index"u8, out var stated) && stated.TryGetInt32(out var number) ? number : at;
                vectors[index] = Vector(item.GetProperty("embedding"u8));
                at++;
            }

            return at == count && Array.TrueForAll(vectors, vector => vector is { Length: > 0 }) ? vectors : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or FormatException)
        {
            return null;
        }
    }

    // Some servers send base64 whatever they were asked for.
    private static float[] Vector(JsonElement embedding)
    {
        if (embedding.ValueKind == JsonValueKind.String)
        {
            return MemoryMarshal.Cast<byte, float>(embedding.GetBytesFromBase64()).ToArray();
        }

        var vector = new float[embedding.GetArrayLength()];
        var i = 0;
        foreach (var number in embedding.EnumerateArray())
        {
            vector[i++] = number.GetSingle();
        }

        return vector;
    }
}
