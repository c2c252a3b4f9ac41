using System.Buffers;
using System.Text.Json;

namespace Loadline.Gateway.Simulation;

/// <summary>Embeddings that mean nothing but have the right shape: eight numbers, the same for the same text.</summary>
internal static class SimulatedEmbeddings
{
    private const int Dimensions = 8;

    public static ReadOnlyMemory<byte> Write(string model, JsonElement root)
    {
        var input = root.GetProperty("input");
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteString("model"u8, model);
        json.WriteStartArray("data"u8);
        var count = input.ValueKind == JsonValueKind.Array && input.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.String
            ? input.GetArrayLength() : 1;
        for (var i = 0; i < count; i++)
        {
            WriteOne(json, i, input.ValueKind == JsonValueKind.Array && count > 1 ? input[i].GetRawText() : input.GetRawText());
        }

        json.WriteEndArray();
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, input.GetRawText().Length / 4);
        json.WriteNumber("total_tokens"u8, input.GetRawText().Length / 4);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteOne(Utf8JsonWriter json, int index, string text)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "embedding"u8);
        json.WriteNumber("index"u8, index);
        json.WriteStartArray("embedding"u8);
        for (var d = 0; d < Dimensions; d++)
        {
            var hash = 17;
            foreach (var c in text)
            {
                hash = unchecked((hash * 31) + c + d);
            }

            json.WriteNumberValue((hash % 1000) / 1000.0);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
