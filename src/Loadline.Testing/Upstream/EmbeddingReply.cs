using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Loadline.Testing;

/// <summary>The reply to <c>POST /v1/embeddings</c>: a vector that depends on nothing but the input's bytes.</summary>
internal static class EmbeddingReply
{
    private const int DefaultDimensions = 8;

    public static byte[] Build(UpstreamScript script, string model, JsonElement request)
    {
        var inputs = Inputs(request);
        var dimensions = request.TryGetProperty("dimensions"u8, out var d) && d.TryGetInt32(out var n) && n > 0 ? n : DefaultDimensions;
        var base64 = request.TryGetProperty("encoding_format"u8, out var f) && f.ValueEquals("base64"u8);
        return OpenAIJson.Write(w =>
        {
            w.WriteString("object"u8, "list"u8);
            w.WriteStartArray("data"u8);
            for (var i = 0; i < inputs.Count; i++)
            {
                w.WriteStartObject();
                w.WriteString("object"u8, "embedding"u8);
                w.WriteNumber("index"u8, i);
                WriteVector(w, Vector(inputs[i], dimensions), base64);
                w.WriteEndObject();
            }

            w.WriteEndArray();
            w.WriteString("model"u8, model);
            if (script.UsageReport != UsageReport.Never)
            {
                w.WriteStartObject("usage"u8);
                w.WriteNumber("prompt_tokens"u8, script.Usage.PromptTokens);
                w.WriteNumber("total_tokens"u8, script.Usage.PromptTokens);
                w.WriteEndObject();
            }
        });
    }

    private static List<string> Inputs(JsonElement request)
    {
        if (!request.TryGetProperty("input"u8, out var input) || input.ValueKind != JsonValueKind.Array)
        {
            return [input.ValueKind == JsonValueKind.Undefined ? "" : input.GetRawText()];
        }

        // An array of numbers is one input that was tokenized before; anything else is one input an element.
        return input.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.Number)
            ? [input.GetRawText()]
            : [.. input.EnumerateArray().Select(e => e.GetRawText())];
    }

    private static float[] Vector(string input, int dimensions)
    {
        // FNV-1a, then a step of the same for each number.
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(input))
        {
            hash = (hash ^ b) * 16777619u;
        }

        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            hash = (hash ^ (uint)i) * 16777619u;
            vector[i] = ((hash >> 8) / 8388608f) - 1f;
        }

        return vector;
    }

    private static void WriteVector(Utf8JsonWriter w, float[] vector, bool base64)
    {
        if (base64)
        {
            w.WriteBase64String("embedding"u8, MemoryMarshal.AsBytes(vector.AsSpan()));
            return;
        }

        w.WriteStartArray("embedding"u8);
        foreach (var value in vector)
        {
            w.WriteNumberValue(value);
        }

        w.WriteEndArray();
    }
}
