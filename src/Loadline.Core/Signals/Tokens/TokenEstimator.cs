namespace Loadline.Core.Signals.Tokens;

/// <summary>Estimates how many tokens a text or a whole chat request is, without a vocabulary.</summary>
/// <remarks>
/// <para>One vectorised pass over the UTF-8 bytes, no allocation, time linear in the length whatever the bytes are (invalid UTF-8 included).
/// A weighted sum of what the pass counts: words and their length, humps, numbers, punctuation runs, line ends, indentation,
/// characters outside ASCII by script.</para>
/// <para>The target is the OpenAI family (o200k foremost). Claude counts about 8 % more for English text
/// (<see cref="TokenOverhead.Anthropic"/>); older cl100k models count Chinese, Hindi and other non-Latin scripts up to twice as high.</para>
/// </remarks>
public static class TokenEstimator
{
    /// <summary>Estimates the tokens of a text.</summary>
    /// <returns>0 for an empty text, else at least 1; saturates at <see cref="int.MaxValue"/>.</returns>
    public static int Estimate(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return 0;
        }

        var counts = TokenScan.Count(utf8);
        var tokens = (TokenWeights.Sum(in counts) + (TokenWeights.One / 2)) / TokenWeights.One;
        return (int)Math.Clamp(tokens, 1, int.MaxValue);
    }

    /// <summary>Estimates the input tokens of a chat request as an OpenAI model counts them.</summary>
    /// <param name="textTokens">The estimate of all text, tool names and descriptions included.</param>
    /// <param name="messages">The number of messages, the system prompt included.</param>
    /// <param name="tools">The number of tools defined.</param>
    /// <param name="images">The number of images, taken at full detail and about a megapixel.</param>
    public static int EstimateRequest(int textTokens, int messages, int tools, int images) =>
        EstimateRequest(new RequestTokens { Text = textTokens, Messages = messages, Tools = tools, Images = images }, TokenOverhead.OpenAi);

    /// <summary>Estimates the input tokens of a chat request for a family of models.</summary>
    public static int EstimateRequest(in RequestTokens request, in TokenOverhead overhead)
    {
        long tokens = overhead.PerRequest + ((long)overhead.PerMessage * request.Messages);
        tokens += Percent(request.Text, overhead.TextPercent);
        tokens += Percent(request.ToolsJson, overhead.ToolPercent) + ((long)overhead.PerTool * request.Tools);
        tokens += request.Tools > 0 || request.ToolsJson > 0 ? overhead.WithTools : 0;
        tokens += Percent(request.SchemaJson, overhead.SchemaPercent);
        tokens += ((long)overhead.PerImage * request.Images) + ((long)overhead.PerLowDetailImage * request.LowDetailImages);
        return (int)Math.Clamp(tokens, 0, int.MaxValue);
    }

    private static long Percent(int tokens, int percent) => (((long)tokens * percent) + 50) / 100;
}
