using Loadline.Core.Catalog;

namespace Loadline.Core.Sessions;

/// <summary>What a turn costs with a prompt cache and without.</summary>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Cached">Those of them that the provider last used would still have.</param>
/// <param name="Output">Expected generated tokens.</param>
public readonly record struct TurnCosts(int Input, int Cached, int Output)
{
    /// <summary>Prefixes shorter than this are not cached by the large providers (OpenAI and Anthropic, 2026).</summary>
    public const int LeastPrefix = 1_024;

    private const double Million = 1e6;

    /// <summary>Computes USD where the provider has the prefix.</summary>
    public double Warm(ModelPrice price)
    {
        ArgumentNullException.ThrowIfNull(price);
        return ((Cached * (double)(price.CachedInput ?? price.Input)) + ((Input - Cached) * Fresh(price)) + (Output * (double)price.Output)) / Million;
    }

    /// <summary>Computes USD where it has nothing.</summary>
    public double Cold(ModelPrice price)
    {
        ArgumentNullException.ThrowIfNull(price);
        return ((Input * Fresh(price)) + (Output * (double)price.Output)) / Million;
    }

    // Whoever is charged for writing writes what is new.
    private static double Fresh(ModelPrice price) => (double)(price.CacheWrite ?? price.Input);
}
