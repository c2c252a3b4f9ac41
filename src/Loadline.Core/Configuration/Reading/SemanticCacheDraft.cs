using Loadline.Core.Caching;
using Loadline.Core.Policies;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's <c>cache: { semantic: … }</c> as read.</summary>
internal sealed class SemanticCacheDraft : Draft
{
    public static SectionShape<SemanticCacheDraft> Shape { get; } = new(
        "a cache by meaning",
        "`{ threshold: 0.95, embeddings: { model: embedder } }`",
        () => new SemanticCacheDraft(),
        [
            new Key<SemanticCacheDraft, double>(
                "threshold",
                new NumberShape("a similarity from 0.5 to 1", "`0.95`", SemanticCacheConfig.LeastThreshold, 1),
                "The similarity (cosine) that a question must reach with one that was answered; `loadline cache fit` finds it for your embedding model.",
                (draft, threshold, _) => draft.Threshold = threshold) { Required = "threshold: 0.95" },
            new Key<SemanticCacheDraft, EmbeddingDraft>(
                "embeddings",
                EmbeddingDraft.Shape,
                "Who embeds questions; one that is not embedded within `timeout` is asked upstream.",
                (draft, embeddings, _) => draft.Embeddings = embeddings) { Required = "embeddings: { model: embedder }" },
            new Key<SemanticCacheDraft, TimeSpan>(
                "keep",
                new DurationShape(),
                "How long an answer is given to similar questions. Default, and at most: as long as `exact`.",
                (draft, keep, place) => draft.Keep = new(keep, place)),
            new Key<SemanticCacheDraft, double>(
                "entries",
                new NumberShape("a number of questions from 1 to 10k", "`1k`", 1, 10e3, whole: true),
                "The most questions that one is compared with, of the same tenant and the same but for the question. Default: 1k.",
                (draft, entries, _) => draft.Entries = (int)entries),
        ]);

    public double Threshold { get; private set; }

    public EmbeddingDraft? Embeddings { get; private set; }

    public Located<TimeSpan>? Keep { get; private set; }

    public int Entries { get; private set; } = SemanticCacheConfig.DefaultEntries;

    /// <summary>Makes the config; <see langword="null"/> where something is missing, which is an error already.</summary>
    public SemanticCacheConfig? ToConfig() => Threshold == 0 || Embeddings is null ? null
        : new SemanticCacheConfig(Threshold, Embeddings.ToSource()) { Keep = Keep?.Value, Entries = Entries };
}
