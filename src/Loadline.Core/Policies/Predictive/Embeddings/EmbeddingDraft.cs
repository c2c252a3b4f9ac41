using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary><see cref="EmbeddingSource"/> as read.</summary>
internal sealed class EmbeddingDraft : Draft
{
    public static SectionShape<EmbeddingDraft> Shape { get; } = new(
        "who embeds messages",
        "`{ model: embedder, timeout: 100ms }`",
        () => new EmbeddingDraft(),
        [
            new Key<EmbeddingDraft, string>(
                "model",
                WordShape.Candidate,
                "The embedding model: one of `models`, with `can: [embeddings]`; the one that the artifact was trained with.",
                (draft, model, place) => draft.Model = new(model, place)) { Required = "model: embedder" },
            new Key<EmbeddingDraft, TimeSpan>(
                "timeout",
                new DurationShape(),
                "How long an embedding may take before the request is decided without it. Default: 100ms.",
                (draft, timeout, _) => draft.Timeout = timeout),
            new Key<EmbeddingDraft, double>(
                "cache",
                new NumberShape("a number of messages from 0 to 1m", "`10k`", 0, 1e6, whole: true),
                "How many messages' embeddings are kept; 0: none. Default: 10k.",
                (draft, cache, _) => draft.Cache = (int)cache),
            new Key<EmbeddingDraft, double>(
                "daily_usd",
                new NumberShape("a cost from 0 to 1m USD", "`5`", 0, 1e6),
                "The most that embeddings may cost a day (UTC), in USD. Default: no limit.",
                (draft, usd, _) => draft.DailyUsd = (decimal)usd),
        ]);

    public Located<string> Model { get; set; }

    public TimeSpan? Timeout { get; set; }

    public int? Cache { get; set; }

    public decimal? DailyUsd { get; set; }

    public EmbeddingSource ToSource() => new(Model.Value)
    {
        Timeout = Timeout ?? EmbeddingSource.DefaultTimeout,
        Cache = Cache ?? EmbeddingSource.DefaultCache,
        DailyUsd = DailyUsd,
    };
}
