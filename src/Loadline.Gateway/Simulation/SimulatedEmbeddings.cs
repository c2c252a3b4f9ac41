using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Loadline.Gateway.Simulation;

/// <summary>Embeddings that mean nothing but have the right shape: the same numbers for the same input, as many as were asked for.</summary>
internal static class SimulatedEmbeddings
{
    private const int DefaultDimensions = 8;
    private const int MostDimensions = 4096;

    // As elsewhere: a token is about four characters.
    private const int CharactersPerToken = 4;

    public static ReadOnlyMemory<byte> Write(string model, JsonElement root)
    {
        var inputs = Inputs(root.GetProperty("input"));
        var tokens = inputs.Sum(input => input.Length) / CharactersPerToken;
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteString("model"u8, model);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < inputs.Count; i++)
        {
            WriteOne(json, i, Vector(inputs[i], Dimensions(root)), InBase64(root));
        }

        json.WriteEndArray();
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, tokens);
        json.WriteNumber("total_tokens"u8, tokens);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    // A string, or an array of strings or of token arrays: one each. An array of numbers is a single tokenized input.
    private static List<string> Inputs(JsonElement input) =>
        input.ValueKind == JsonValueKind.Array && input[0].ValueKind != JsonValueKind.Number
            ? [.. input.EnumerateArray().Select(one => one.GetRawText())]
            : [input.GetRawText()];

    private static int Dimensions(JsonElement root) =>
        root.TryGetProperty("dimensions", out var asked) && asked.ValueKind == JsonValueKind.Number && asked.TryGetInt32(out var count)
            ? Math.Clamp(count, 1, MostDimensions)
            : DefaultDimensions;

    private static bool InBase64(JsonElement root) =>
        root.TryGetProperty("encoding_format", out var format) && format.ValueKind == JsonValueKind.String && format.ValueEquals("base64"u8);

    private static float[] Vector(string text, int dimensions)
    {
        var vector = new float[dimensions];
        for (var d = 0; d < dimensions; d++)
        {
            var hash = 17;
            foreach (var c in text)
            {
                hash = unchecked((hash * 31) + c + d);
            }

            vector[d] = hash % 1000 / 1000f;
        }

        return vector;
    }

    private static void WriteOne(Utf8JsonWriter json, int index, float[] vector, bool inBase64)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "embedding"u8);
        json.WriteNumber("index"u8, index);
        if (inBase64)
        {
            // The format is little-endian, as every machine that .NET runs on.
            json.WriteBase64String("embedding"u8, MemoryMarshal.AsBytes(vector.AsSpan()));
        }
        else
        {
            json.WriteStartArray("embedding"u8);
            foreach (var number in vector)
            {
                json.WriteNumberValue(number);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
