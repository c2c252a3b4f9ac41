namespace Loadline.Gateway.Caching;

/// <summary>An answer that is kept, and what it is found by.</summary>
internal sealed record CacheEntry(UInt128 Key, CachedAnswer Answer, AskedQuestion? Asked, long MadeAt)
{
    // What an entry costs beside its bytes: key, nodes, headers.
    private const int Overhead = 400;
    private const int AskedOverhead = 200;

    /// <summary>Gets what it takes of memory, about, in bytes.</summary>
    public long Bytes { get; } = Answer.Body.Length + Overhead + (Asked is null ? 0 : AskedOverhead + ((Asked.Vector?.Length ?? 0) * sizeof(float)));
}
