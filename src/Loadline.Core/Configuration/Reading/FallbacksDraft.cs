namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's fallbacks as read.</summary>
internal sealed class FallbacksDraft : Draft
{
    // None is a statement, too: after such a failure nobody stands in.
    private static readonly ListShape<Located<string>> Candidates = new(
        new LocatedShape<string>(WordShape.Candidate),
        "`[small, large]`",
        most: RouteDraft.MostCandidates,
        mayBeEmpty: true);

    public static SectionShape<FallbacksDraft> Shape { get; } = new(
        "fallbacks",
        "`{ any: [small] }`",
        () => new FallbacksDraft(),
        [
            new Key<FallbacksDraft, List<Located<string>>>(
                "any",
                Candidates,
                "After any failure that another candidate may mend, in this order, last of all.",
                (draft, names, _) => draft.Any = names),
            new Key<FallbacksDraft, List<Located<string>>>(
                "context",
                Candidates,
                "After a prompt that did not fit the window, before any other candidate with a larger one.",
                (draft, names, _) => draft.Context = names),
            new Key<FallbacksDraft, List<Located<string>>>(
                "content",
                Candidates,
                "After a refusal by a provider's content filter, which is final without them.",
                (draft, names, _) => draft.Content = names),
            new Key<FallbacksDraft, List<Located<string>>>(
                "quota",
                Candidates,
                "After a provider's account turned out to be without money or quota, before the rest of the plan.",
                (draft, names, _) => draft.Quota = names),
            new Key<FallbacksDraft, List<Located<string>>>(
                "refusal",
                Candidates,
                "After a model itself declined to answer, which is the answer without them. The refusal is paid for, too.",
                (draft, names, _) => draft.Refusal = names),
        ]);

    public List<Located<string>> Any { get; set; } = [];

    public List<Located<string>> Context { get; set; } = [];

    public List<Located<string>> Content { get; set; } = [];

    public List<Located<string>> Quota { get; set; } = [];

    public List<Located<string>> Refusal { get; set; } = [];

    public FallbackConfig ToConfig() => new()
    {
        Context = Names(Context),
        Content = Names(Content),
        Quota = Names(Quota),
        Refusal = Names(Refusal),
    };

    private static List<string> Names(List<Located<string>> names) => [.. names.Select(name => name.Value)];
}
