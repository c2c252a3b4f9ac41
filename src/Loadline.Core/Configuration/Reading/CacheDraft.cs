using Loadline.Core.Caching;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's cache as read.</summary>
internal sealed class CacheDraft : Draft
{
    public static SectionShape<CacheDraft> Shape { get; } = new(
        "a cache of answers",
        "`{ exact: 10m, max: 64mb }`",
        () => new CacheDraft(),
        [
            new Key<CacheDraft, TimeSpan>(
                "exact",
                new DurationShape(),
                "How long an answer is given again to the same key or team for the same request.",
                (draft, keep, _) => draft.Config = draft.Config with { Exact = keep }) { Required = "exact: 10m" },
            new Key<CacheDraft, long>(
                "max",
                new BytesShape(),
                "The most bytes of answers kept in memory. Default: 64mb.",
                (draft, bytes, _) => draft.Config = draft.Config with { MaxBytes = bytes }),
            new Key<CacheDraft, bool>(
                "wording",
                new ChoiceShape<bool>("a setting of wording", [("on", true), ("off", false)]),
                "on: the same question counts as the same in other case and punctuation, without articles and with politeness around it, too. Default: off.",
                (draft, wording, _) => draft.Config = draft.Config with { ByWording = wording }),
            new Key<CacheDraft, SemanticCacheDraft>(
                "semantic",
                SemanticCacheDraft.Shape,
                "Gives an answer to questions that mean the same, too, by an embedding model; kept in this gateway's memory alone, so not with `shared: on`. Default: never.",
                (draft, semantic, place) => (draft.Config, draft.Semantic) = (draft.Config with { Semantic = semantic.ToConfig() }, new(semantic, place))),
            new Key<CacheDraft, bool>(
                "shared",
                new ChoiceShape<bool>("a setting of sharing", [("on", true), ("off", false)]),
                "on: replicas share answers through the PostgreSQL database of `storage.ledger`, which then holds them. Default: off.",
                (draft, shared, place) => (draft.Config, draft.Shared) = (draft.Config with { IsShared = shared }, new(shared, place))),
        ]);

    public Located<bool>? Shared { get; private set; }

    public Located<SemanticCacheDraft>? Semantic { get; private set; }

    public CacheConfig Config { get; private set; } = new(TimeSpan.Zero);
}
