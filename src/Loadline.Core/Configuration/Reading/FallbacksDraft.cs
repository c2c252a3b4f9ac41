namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's fallbacks as read.</summary>
internal sealed class FallbacksDraft : Draft
{
    public static SectionShape<FallbacksDraft> Shape { get; } = new(
        "fallbacks",
        "`{ any: [small] }`",
        () => new FallbacksDraft(),
        [
            new Key<FallbacksDraft, List<Located<string>>>(
                "any",
                RouteDraft.Names,
                "After any failure that another candidate may mend, in this order, last of all.",
                (draft, names, _) => draft.Any = names),
        ],
        "context", "content");

    public List<Located<string>> Any { get; set; } = [];
}
