using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary><c>usageMetadata</c>, both ways. Gemini counts thoughts apart from its candidates, and a hosted tool's prompt apart from the prompt.</summary>
internal static class GeminiUsage
{
    public static TokenUsage? Read(JsonElement usage)
    {
        var prompt = usage.Integer("promptTokenCount"u8);
        var candidates = usage.Integer("candidatesTokenCount"u8);
        if (prompt is null && candidates is null)
        {
            return null;
        }

        var thoughts = usage.Integer("thoughtsTokenCount"u8) ?? 0;
        var tools = usage.Integer("toolUsePromptTokenCount"u8) ?? 0;
        return new TokenUsage(
            (prompt ?? 0) + tools, usage.Integer("cachedContentTokenCount"u8) ?? 0, 0, (candidates ?? 0) + thoughts, thoughts).Sane();
    }

    public static void Write(Utf8JsonWriter json, in TokenUsage usage)
    {
        json.WriteStartObject("usageMetadata"u8);
        json.WriteNumber("promptTokenCount"u8, usage.Input);
        if (usage.CachedInput > 0)
        {
            json.WriteNumber("cachedContentTokenCount"u8, usage.CachedInput);
        }

        json.WriteNumber("candidatesTokenCount"u8, usage.Output - usage.Reasoning);
        if (usage.Reasoning > 0)
        {
            json.WriteNumber("thoughtsTokenCount"u8, usage.Reasoning);
        }

        json.WriteNumber("totalTokenCount"u8, usage.Input + usage.Output);
        json.WriteEndObject();
    }
}
