using Loadline.Core.Caching;
using Loadline.Core.Configuration;
using Loadline.Core.Hedging;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Limits;
using Loadline.Core.Plans;
using Loadline.Core.Policies;
using Loadline.Core.Quality;
using Loadline.Core.Sessions;
using Loadline.Core.Watching;

namespace Loadline.Core.Runtime;

/// <summary>A route as requests use it.</summary>
public sealed class RouteSnapshot
{
    /// <summary>Gets what callers write as the model.</summary>
    public required string Name { get; init; }

    /// <summary>Gets who may be involved where no rule narrows it.</summary>
    public required CandidateSet Candidates { get; init; }

    /// <summary>Gets the model that quality and savings are measured against; <see langword="null"/> for a direct route.</summary>
    public CandidateSnapshot? Reference { get; init; }

    /// <summary>Gets the mode in force.</summary>
    public required RouteMode Mode { get; init; }

    /// <summary>Gets what it serves by, and why.</summary>
    public RouteServing Serving { get; init; } = new(new RouteModeSetting(RouteMode.Enforce, 0), null, 0, RouteServing.Uncertified);

    /// <summary>Gets the route at each setting of its certificate, safest first; empty without one.</summary>
    public RouteSnapshot[] Settings { get; init; } = [];

    /// <summary>Gets what the sessions of a canary are drawn with.</summary>
    public ulong CanarySalt { get; init; }

    /// <summary>Gets how requests are audited; <see langword="null"/>: not at all.</summary>
    public AuditConfig? Audit { get; init; }

    /// <summary>Gets the line; <see langword="null"/>: none is written.</summary>
    public QualityLine? Quality { get; init; }

    /// <summary>Gets the rules, of which the first that holds decides.</summary>
    public required RuleSnapshot[] Rules { get; init; }

    /// <summary>Gets what chooses where no rule does.</summary>
    public required IRoutingPolicy Policy { get; init; }

    /// <summary>Gets what keeps a conversation with its model; <see langword="null"/>: every request is decided for itself.</summary>
    public SessionGate? Sessions { get; init; }

    /// <summary>Gets what a choice may cost and take.</summary>
    public required RouteLimits Limits { get; init; }

    /// <summary>Gets what all callers together may use of it.</summary>
    public IReadOnlyList<UsageLimit> Usage { get; init; } = [];

    /// <summary>Gets what decides where a budget does not cover what this route would do; <see langword="null"/>: such requests are refused.</summary>
    public RouteSnapshot? OverBudget { get; init; }

    /// <summary>Gets a value indicating whether this is another route's <see cref="OverBudget"/>.</summary>
    public bool IsOverBudget { get; init; }

    /// <summary>Gets how answers are given again; <see langword="null"/>: they are not.</summary>
    public CacheConfig? Cache { get; init; }

    /// <summary>Gets how long calls may take, stage by stage.</summary>
    public required RouteTimeouts Timeouts { get; init; }

    /// <summary>Gets the plan that makes more than one answer; <see langword="null"/>: one candidate at a time.</summary>
    public PlanConfig? Plan { get; init; }

    /// <summary>Gets what sends second attempts; <see langword="null"/>: nothing does.</summary>
    public HedgeGate? Hedge { get; init; }

    /// <summary>Gets what happens while the reference fails.</summary>
    public ReferenceDown OnReferenceDown { get; init; }

    /// <summary>Gets what happens while everybody who could serve is benched.</summary>
    public AllDown OnAllDown { get; init; }

    /// <summary>Gets what picks the requests of which the ledger keeps what predictors read, so that the route can be trained on them. Default: none.</summary>
    public FeatureSampler Features { get; init; } = new(0);

    /// <summary>Gets the digest of everything that decides for this route: lower-case hexadecimal SHA-256, first 16 digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Gets a value indicating whether this stands for a model called by its own name: no rules, no policy, no reference.</summary>
    public bool IsDirect { get; init; }

    /// <summary>Gets the reason shown where no rule fired: <c>policy=tiered</c>.</summary>
    public required string Reason { get; init; }
}
