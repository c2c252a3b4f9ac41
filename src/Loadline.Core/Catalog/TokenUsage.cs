namespace Loadline.Core.Catalog;

/// <summary>Tokens that one upstream call was billed for, in one neutral form.</summary>
/// <param name="Input">All prompt tokens, cached ones included.</param>
/// <param name="CachedInput">Prompt tokens read from the provider's cache; part of <paramref name="Input"/>.</param>
/// <param name="CacheWrite">Prompt tokens written to the provider's cache; part of <paramref name="Input"/>.</param>
/// <param name="Output">All generated tokens, reasoning included.</param>
/// <param name="Reasoning">Hidden reasoning tokens; part of <paramref name="Output"/>.</param>
public readonly record struct TokenUsage(long Input, long CachedInput, long CacheWrite, long Output, long Reasoning)
{
    /// <summary>Gets what the provider says it charged, in USD (OpenRouter's <c>usage.cost</c>); <see langword="null"/> where it says nothing.</summary>
    public decimal? ChargedUsd { get; init; }

    /// <summary>Gets the usage with impossible figures mended: nothing negative, no part above its whole.</summary>
    /// <remarks>Providers have sent negative and absurd numbers; spend must never go down because of one.</remarks>
    public TokenUsage Sane()
    {
        var input = Math.Clamp(Input, 0, MaxTokens);
        var output = Math.Clamp(Output, 0, MaxTokens);
        var cached = Math.Clamp(CachedInput, 0, input);
        return new TokenUsage(input, cached, Math.Clamp(CacheWrite, 0, input - cached), output, Math.Clamp(Reasoning, 0, output))
        {
            ChargedUsd = ChargedUsd is >= 0 ? ChargedUsd : null,
        };
    }

    private const long MaxTokens = 100_000_000;
}
