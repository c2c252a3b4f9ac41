namespace Loadline.Core.Caching;

/// <summary>How a route keeps answers, to give them again to the same tenant for the same request.</summary>
/// <param name="Exact">How long an answer is given again.</param>
public sealed record CacheConfig(TimeSpan Exact)
{
    /// <summary>Gets the most bytes of answers that the route keeps in memory; the one that was not asked for the longest goes first. Default: 64 MiB.</summary>
    public long MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets a value indicating whether an answer is given to the same question in other wording, too, as far as <see cref="Wording"/> goes. Default: no.</summary>
    public bool ByWording { get; init; }

    /// <summary>Gets how answers are given to questions that mean the same; <see langword="null"/>: they are not.</summary>
    public SemanticCacheConfig? Semantic { get; init; }

    /// <summary>Gets a value indicating whether replicas share the answers through their database, up to <see cref="MaxBytes"/> there, too. Default: each keeps its own.</summary>
    public bool IsShared { get; init; }
}
