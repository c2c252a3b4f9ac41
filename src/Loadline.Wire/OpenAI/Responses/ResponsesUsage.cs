using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary><c>usage</c>, both ways.</summary>
internal static class ResponsesUsage
{
    public static TokenUsage? Read(JsonElement usage)
    {
        if (usage.Integer("input_tokens"u8) is not { } input)
        {
            return null;
        }

        var details = usage.Object("input_tokens_details"u8) ?? default;
        var output = usage.Integer("output_tokens"u8) ?? 0;
        var reasoning = usage.Object("output_tokens_details"u8)?.Integer("reasoning_tokens"u8) ?? 0;
        var isApart = reasoning > 0 && usage.Integer("total_tokens"u8) == input + output + reasoning;
        return new TokenUsage(
            input, details.Integer("cached_tokens"u8) ?? 0, details.Integer("cache_write_tokens"u8) ?? 0, isApart ? output + reasoning : output, reasoning)
        {
            ChargedUsd = usage.Has("cost"u8, out var cost) && cost.ValueKind == JsonValueKind.Number && cost.TryGetDecimal(out var usd) ? usd : null,
        }.Sane();
    }

    public static void Write(Utf8JsonWriter json, TokenUsage? usage)
    {
        if (usage is not { } counts)
        {
            json.WriteNull("usage"u8);
            return;
        }

        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, counts.Input);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, counts.CachedInput);
        json.WriteNumber("cache_write_tokens"u8, counts.CacheWrite);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, counts.Output);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, counts.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, counts.Input + counts.Output);
        json.WriteEndObject();
    }
}
