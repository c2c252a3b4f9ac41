namespace Loadline.Core.Policies;

/// <summary><c>embeddings: { model: embedder, timeout: 100ms }</c>: who embeds messages for a predictive policy, and within what bounds.</summary>
/// <param name="Model">The model that is asked: one of the config's, with <c>can: [embeddings]</c>.</param>
public sealed record EmbeddingSource(string Model)
{
    /// <summary>The time an embedding may take unless the config says otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>How many messages' embeddings are kept unless the config says otherwise: 15 MB at 384 numbers each, 60 MB at 1,536.</summary>
    public const int DefaultCache = 10_000;

    /// <summary>Gets how long an embedding may take before the request is decided without it. Default: 100 ms.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Gets how many messages' embeddings are kept; 0: none. Default: 10,000.</summary>
    public int Cache { get; init; } = DefaultCache;

    /// <summary>Gets the most that asking may cost a day (UTC), in USD; <see langword="null"/>: no limit.</summary>
    public decimal? DailyUsd { get; init; }
}
