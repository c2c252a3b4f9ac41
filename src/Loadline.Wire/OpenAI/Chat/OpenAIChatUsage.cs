using System.Text.Json;
using Loadline.Core.Catalog;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Writes <c>usage</c> as Chat Completions does.</summary>
internal static class OpenAIChatUsage
{
    public static void Write(Utf8JsonWriter json, in TokenUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.Input);
        json.WriteNumber("completion_tokens"u8, usage.Output);
        json.WriteNumber("total_tokens"u8, usage.Input + usage.Output);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CachedInput);
        if (usage.CacheWrite > 0)
        {
            json.WriteNumber("cache_write_tokens"u8, usage.CacheWrite);
        }

        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads a usage object, whoever of the Chat family wrote it.</summary>
    public static TokenUsage? Read(JsonElement usage)
    {
        var reader = new Utf8JsonReader(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(usage));
        return reader.Read() ? UsageReader.Read(ref reader) : null;
    }
}
