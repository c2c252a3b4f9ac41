using Loadline.Core.Sessions;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's sessions as read.</summary>
internal sealed class SessionsDraft : Draft
{
    public static SectionShape<SessionsDraft> Shape { get; } = new(
        "sessions",
        "`{ margin: 10%, turns: 1 }`",
        () => new SessionsDraft(),
        [
            new Key<SessionsDraft, double>(
                "margin",
                new ShareShape(),
                "The share of a turn's cost that moving must gain beyond the prompt cache it loses. Default: 10%.",
                (draft, margin, _) => draft.Config = draft.Config with { Margin = margin }),
            new Key<SessionsDraft, UpwardMove>(
                "upward",
                new ChoiceShape<UpwardMove>("an answer to a dearer wish", [("follow", UpwardMove.Follow), ("hold", UpwardMove.Hold)]),
                "Where the policy wants a dearer candidate: follow it, or hold. Default: hold under policies that look at cost, load or time, else follow.",
                (draft, upward, _) => draft.Config = draft.Config with { Upward = upward }),
            new Key<SessionsDraft, TimeSpan>(
                "cache",
                new DurationShape(mayBeZero: true),
                "How long a provider is taken to keep a prompt's prefix. Default: 5m.",
                (draft, time, _) => draft.Config = draft.Config with { Cache = time }),
            new Key<SessionsDraft, double>(
                "turns",
                new NumberShape("a number of turns from 0 to 1k", "`1`", 0, 1_000),
                "The further turns that a cheaper candidate is expected to serve beside this one. Default: 0.",
                (draft, turns, _) => draft.Config = draft.Config with { Turns = turns }),
            new Key<SessionsDraft, TimeSpan>(
                "idle",
                new DurationShape(),
                "How long a silent session is remembered. Default: 1h.",
                (draft, time, _) => draft.Config = draft.Config with { Idle = time }),
            new Key<SessionsDraft, bool>(
                "effort_first",
                new ChoiceShape<bool>("true or false", [("true", true), ("false", false)]),
                "Where the policy wants a dearer model: first a higher effort of the session's own model, where the pool has one. Default: false.",
                (draft, first, _) => draft.Config = draft.Config with { EffortFirst = first }),
            new Key<SessionsDraft, double>(
                "most",
                new NumberShape("a number of sessions from 512 to 16m", "`65536`", 512, 16e6, whole: true),
                "The most sessions remembered at once. Default: 65536.",
                (draft, most, _) => draft.Config = draft.Config with { Most = (int)most }),
        ]);

    public SessionConfig Config { get; set; } = new();
}
