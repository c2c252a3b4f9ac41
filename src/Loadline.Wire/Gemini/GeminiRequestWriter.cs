using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Writes a neutral request as a <c>generateContent</c> body; model and streaming go into the address.</summary>
internal static class GeminiRequestWriter
{
    public static void Write(
        ChatRequest request, UpstreamTarget target, ToolNames names, IBufferWriter<byte> output, ConversionLosses losses)
    {
        var json = JsonOutput.Writer(output);
        var turns = Turns.Of(RequestRepair.Messages(request, target, losses), request, target, losses);
        json.WriteStartObject();
        if (turns.System.Count > 0)
        {
            json.WriteStartObject("systemInstruction"u8);
            json.WriteStartArray("parts"u8);
            turns.System.ForEach(part => Text(json, ((TextPart)part).Text));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        new GeminiContentWriter(json, target, names, losses).Write(turns.Messages);
        GeminiTools.Write(json, request, target, names, losses);
        GeminiGenerationConfig.Write(json, request, target, losses);
        Lost(request, losses);
        RequestExtras.Write(json, request, Dialect.Gemini, losses);
        json.WriteEndObject();
        json.Flush();
    }

    public static void Text(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private static void Lost(ChatRequest request, ConversionLosses losses)
    {
        RequestExtras.Lost(losses, "user", request.User is not null);
        RequestExtras.Lost(losses, "metadata", request.Metadata is not null);
        RequestExtras.Lost(losses, "verbosity", request.Verbosity is not null);
        RequestExtras.Lost(losses, "prompt_cache_key", request.PromptCacheKey is not null);
        RequestExtras.Lost(losses, "service_tier", request.ServiceTier is not (null or "auto" or "default"));
        RequestExtras.Lost(losses, "strict", request.Tools.Exists(tool => tool.Strict == true));
    }
}
