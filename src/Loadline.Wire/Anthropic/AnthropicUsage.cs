using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary><c>usage</c>, both ways. Anthropic's input excludes what was read from and written to the cache.</summary>
internal struct AnthropicUsage
{
    private long _input;
    private long _written;
    private long _read;
    private long _output;
    private long _thinking;
    private bool _hasAny;

    /// <summary>Gets the neutral form; <see langword="null"/> before any figure.</summary>
    public readonly TokenUsage? Total => _hasAny ? new TokenUsage(_input + _written + _read, _read, _written, _output, _thinking).Sane() : null;

    /// <summary>Takes a usage object; its members replace earlier ones, for they are cumulative.</summary>
    public void Take(JsonElement usage)
    {
        var input = usage.Integer("input_tokens"u8);
        var output = usage.Integer("output_tokens"u8);
        _hasAny |= input is not null || output is not null;
        _input = input ?? _input;
        _output = output ?? _output;
        _read = usage.Integer("cache_read_input_tokens"u8) ?? _read;
        _written = usage.Integer("cache_creation_input_tokens"u8) ?? Created(usage) ?? _written;
        _thinking = usage.Object("output_tokens_details"u8)?.Integer("thinking_tokens"u8) ?? _thinking;
    }

    public static TokenUsage? Read(JsonElement usage)
    {
        var counts = default(AnthropicUsage);
        counts.Take(usage);
        return counts.Total;
    }

    public static void Write(Utf8JsonWriter json, in TokenUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, Math.Max(0, usage.Input - usage.CachedInput - usage.CacheWrite));
        json.WriteNumber("cache_creation_input_tokens"u8, usage.CacheWrite);
        json.WriteNumber("cache_read_input_tokens"u8, usage.CachedInput);
        json.WriteNumber("output_tokens"u8, usage.Output);
        if (usage.Reasoning > 0)
        {
            json.WriteStartObject("output_tokens_details"u8);
            json.WriteNumber("thinking_tokens"u8, usage.Reasoning);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static long? Created(JsonElement usage) => usage.Object("cache_creation"u8) is { } created
        ? (created.Integer("ephemeral_5m_input_tokens"u8) ?? 0) + (created.Integer("ephemeral_1h_input_tokens"u8) ?? 0)
        : null;
}
