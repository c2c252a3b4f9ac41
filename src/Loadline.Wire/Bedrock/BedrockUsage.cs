using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Bedrock;

/// <summary>Converse's <c>usage</c>: its input excludes the cache, as Anthropic's does.</summary>
internal static class BedrockUsage
{
    public static TokenUsage? Read(JsonElement usage)
    {
        if (usage.Integer("inputTokens"u8) is not { } input)
        {
            return null;
        }

        var read = usage.Integer("cacheReadInputTokens"u8) ?? 0;
        var written = usage.Integer("cacheWriteInputTokens"u8) ?? 0;
        return new TokenUsage(input + read + written, read, written, usage.Integer("outputTokens"u8) ?? 0, 0).Sane();
    }
}
