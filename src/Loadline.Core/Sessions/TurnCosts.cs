using Loadline.Core.Catalog;

namespace Loadline.Core.Sessions;

/// <summary>What a turn costs with a prompt cache and without.</summary>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Expected generated tokens.</param>
internal readonly record struct TurnCosts(int Input, int Output)
{
    /// <summary>Prefixes shorter than this are not cached by the large providers (OpenAI and Anthropic, 2026).</summary>
    public const int LeastPrefix = 1_024;

    private const double Million = 1e6;

    /// <summary>Computes USD where the provider still has so many of the prompt's tokens.</summary>
    public double Of(ModelPrice price, int cached)
    {
        ArgumentNullException.ThrowIfNull(price);
        cached = Math.Min(cached, Input);
        return ((cached * (double)(price.CachedInput ?? price.Input)) + ((Input - cached) * Fresh(price)) + (Output * (double)price.Output)) / Million;
    }

    // Whoever is charged for writing writes what is new.
    private static double Fresh(ModelPrice price) => (double)(price.CacheWrite ?? price.Input);
}
