namespace Loadline.Core.Catalog;

/// <summary>List prices of a model.</summary>
/// <param name="Input">USD per million prompt tokens.</param>
/// <param name="Output">USD per million generated tokens.</param>
/// <param name="CachedInput">USD per million prompt tokens read from cache; <see langword="null"/>: as <paramref name="Input"/>.</param>
/// <param name="CacheWrite">USD per million prompt tokens written to cache; <see langword="null"/>: as <paramref name="Input"/>.</param>
public sealed record ModelPrice(decimal Input, decimal Output, decimal? CachedInput = null, decimal? CacheWrite = null)
{
    private const decimal Million = 1_000_000m;

    private readonly double _inputPerToken = (double)(Input / Million);
    private readonly double _cachedPerToken = (double)((CachedInput ?? Input) / Million);
    private readonly double _outputPerToken = (double)(Output / Million);

    /// <summary>Computes the exact cost of a finished call.</summary>
    /// <returns>USD.</returns>
    public decimal Cost(in TokenUsage usage)
    {
        var sane = usage.Sane();
        var plain = sane.Input - sane.CachedInput - sane.CacheWrite;
        return ((plain * Input) + (sane.CachedInput * (CachedInput ?? Input)) + (sane.CacheWrite * (CacheWrite ?? Input)) + (sane.Output * Output))
            / Million;
    }

    /// <summary>Estimates the cost of a call that has not been made; binary floating point, for comparing candidates only.</summary>
    /// <returns>USD.</returns>
    public double Estimate(int inputTokens, int outputTokens) => (inputTokens * _inputPerToken) + (outputTokens * _outputPerToken);

    /// <summary>Estimates the cost of a call whose prompt is cached in part; binary floating point, for comparing candidates only.</summary>
    /// <returns>USD.</returns>
    public double Estimate(int inputTokens, int cachedTokens, int outputTokens) =>
        Estimate(inputTokens - cachedTokens, outputTokens) + (cachedTokens * _cachedPerToken);
}
