using System.Globalization;

namespace Loadline.Wire.Conversion;

/// <summary>The cap on generated tokens, brought under what the model can do.</summary>
internal static class MaxTokens
{
    public static long? For(ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        if (request.MaxOutputTokens is { } wanted && target.MaxOutputTokens is { } most && wanted > most)
        {
            losses.Clamped("max_tokens", string.Create(CultureInfo.InvariantCulture, $"{wanted} is above the model's limit of {most}"));
            return most;
        }

        return request.MaxOutputTokens;
    }
}
