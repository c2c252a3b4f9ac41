namespace Loadline.Core.Configuration.Reading;

/// <summary>A team as read.</summary>
internal sealed class TeamDraft : Draft
{
    public static SectionShape<TeamDraft> Shape { get; } = new(
        "a team",
        "`{ usage: { budget: 500/month } }`",
        () => new TeamDraft(),
        [
            new Key<TeamDraft, UsageDraft>(
                "usage",
                UsageDraft.Shape,
                "What all keys of the team may use together.",
                (draft, usage, _) => draft.Usage = usage) { Required = "usage: { budget: 500/month }" },
        ]);

    public UsageDraft Usage { get; set; } = new();
}
