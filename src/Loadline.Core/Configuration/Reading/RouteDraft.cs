using Loadline.Core.Caching;
using Loadline.Core.Certificates;
using Loadline.Core.Hedging;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Sessions;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A route as read.</summary>
internal sealed class RouteDraft : Draft
{
    /// <summary>The most candidates in one pool.</summary>
    public const int MostCandidates = 64;

    public static ListShape<Located<string>> Names { get; } = new(
        new LocatedShape<string>(WordShape.Candidate),
        "`[small, large]`",
        most: MostCandidates);

    public static SectionShape<RouteDraft> Shape { get; } = new(
        "a route",
        "`{ pool: [small, large], reference: large, policy: cheapest }`",
        () => new RouteDraft(),
        [
            new Key<RouteDraft, List<Located<string>>>(
                "pool",
                Names,
                "The candidates.",
                (draft, pool, place) => draft.Pool = new(pool, place)) { Required = "pool: [small, large]" },
            new Key<RouteDraft, string>(
                "reference",
                WordShape.Candidate,
                "The model that quality and savings are measured against; may be left out where the pool has one candidate.",
                (draft, name, place) => draft.Reference = new(name, place)),
            new Key<RouteDraft, RouteModeSetting>(
                "mode",
                new ModeShape(),
                "observe: the reference serves, and what routing would have chosen is recorded; canary 10%: the choice serves that share of the sessions; enforce: the choice serves. Default: observe.",
                (draft, mode, place) => draft.Mode = new(mode, place)),
            new Key<RouteDraft, QualityDraft>(
                "quality",
                new QualityShape(),
                "The line that `loadline certify` proves; or uncertified: the route may enforce although no quality was proven.",
                (draft, quality, _) => draft.Quality = quality),
            new Key<RouteDraft, List<Located<RuleDraft>>>(
                "rules",
                new ListShape<Located<RuleDraft>>(
                    new LocatedShape<RuleDraft>(RuleDraft.Shape),
                    "`[{ name: long, when: { tokens: \"> 30k\" }, use: large }]`"),
                "Rules in order; the first that holds decides.",
                (draft, rules, _) => draft.Rules = rules),
            new Key<RouteDraft, PolicyDraft>(
                "policy",
                PolicyShape.Instance,
                "Who is worth it; may be left out where the pool has one candidate.",
                (draft, policy, place) => draft.Policy = new(policy, place)),
            new Key<RouteDraft, PlanDraft?>(
                "plan",
                new PlanShape(),
                "How many answers are made: single, one candidate at a time; cascade, checked one after the other; parallel, several at once. Default: single.",
                (draft, plan, place) => draft.Plan = plan is null ? null : new(plan, place)),
            new Key<RouteDraft, LimitsDraft>(
                "limits",
                LimitsDraft.Shape,
                "What a candidate must be expected to keep to be eligible.",
                (draft, limits, _) => draft.Limits = limits.Limits),
            new Key<RouteDraft, SessionsDraft>(
                "sessions",
                SessionsDraft.Shape,
                "Keeps a conversation with its model unless moving pays for the prompt cache it loses.",
                (draft, sessions, _) => draft.Sessions = sessions.Config),
            new Key<RouteDraft, UsageDraft>(
                "usage",
                UsageDraft.Shape,
                "What all callers together may use of this route.",
                (draft, usage, _) => draft.Usage = usage),
            new Key<RouteDraft, List<Located<string>>>(
                "over_budget",
                Names,
                "Cheaper candidates that serve, the first that can, where a budget does not cover the request otherwise. Default: such requests are refused.",
                (draft, names, _) => draft.OverBudget = names),
            new Key<RouteDraft, CacheDraft>(
                "cache",
                CacheDraft.Shape,
                "Gives an answer again to the same key or team for the same request. Default: never.",
                (draft, cache, _) => draft.Cache = cache),
            new Key<RouteDraft, TimeoutsDraft>(
                "timeouts",
                TimeoutsDraft.Shape,
                "How long an upstream may take.",
                (draft, timeouts, _) => draft.Timeouts = timeouts.Timeouts),
            new Key<RouteDraft, HedgeConfig?>(
                "hedge",
                new HedgeShape(),
                "A second attempt beside one that is slow to answer: on, or its settings. Default: off.",
                (draft, hedge, _) => draft.Hedge = hedge),
            new Key<RouteDraft, FallbacksDraft>(
                "fallbacks",
                FallbacksDraft.Shape,
                "Candidates that may stand in after a failure although they may be weaker.",
                (draft, fallbacks, _) => draft.Fallbacks = fallbacks),
            new Key<RouteDraft, ReferenceDown>(
                "on_reference_down",
                new ChoiceShape<ReferenceDown>("an answer to a failing reference", [("serve", ReferenceDown.Serve), ("refuse", ReferenceDown.Refuse)]),
                "While the reference fails: serve by the fallbacks that are named, or refuse. Default: serve.",
                (draft, down, _) => draft.OnReferenceDown = down),
            new Key<RouteDraft, AllDown>(
                "on_all_down",
                new ChoiceShape<AllDown>("an answer to everybody failing", [("try", AllDown.Try), ("refuse", AllDown.Refuse)]),
                "While everybody who could serve is benched: try one all the same, or refuse at once with a Retry-After. Default: try.",
                (draft, down, _) => draft.OnAllDown = down),
            new Key<RouteDraft, int>(
                "features",
                new FeaturesShape(),
                "Of how many requests a second, at most, the ledger keeps the hashed features, so that the route can be trained on its own history; keep: of every one; off: of none. Default: 20.",
                (draft, rate, _) => draft.FeatureRate = rate),
            new Key<RouteDraft, AuditDraft>(
                "audit",
                AuditDraft.Shape,
                "Answers some requests again in the background and grades both answers. Default: none are.",
                (draft, audit, place) => draft.Audit = new(audit, place)),
        ]);

    public Located<List<Located<string>>>? Pool { get; set; }

    public Located<string>? Reference { get; set; }

    public Located<RouteModeSetting>? Mode { get; set; }

    public Located<AuditDraft>? Audit { get; set; }

    public Certificate? Certificate { get; set; }

    public string? CertificateProblem { get; set; }

    public QualityDraft? Quality { get; set; }

    public bool Uncertified => Quality is { Line: null };

    public List<Located<RuleDraft>> Rules { get; set; } = [];

    public Located<PolicyDraft>? Policy { get; set; }

    public UsageDraft Usage { get; set; } = new();

    public List<Located<string>> OverBudget { get; set; } = [];

    public CacheDraft? Cache { get; set; }

    public RouteLimits Limits { get; set; } = new();

    public SessionConfig? Sessions { get; set; }

    public RouteTimeouts Timeouts { get; set; } = new();

    public Located<PlanDraft>? Plan { get; set; }

    public HedgeConfig? Hedge { get; set; }

    public FallbacksDraft Fallbacks { get; set; } = new();

    public ReferenceDown OnReferenceDown { get; set; }

    public AllDown OnAllDown { get; set; }

    public int FeatureRate { get; set; } = FeatureSampler.DefaultRate;
}
