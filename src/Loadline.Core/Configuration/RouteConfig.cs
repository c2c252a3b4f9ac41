using Loadline.Core.Caching;
using Loadline.Core.Certificates;
using Loadline.Core.Hedging;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Limits;
using Loadline.Core.Plans;
using Loadline.Core.Policies;
using Loadline.Core.Quality;
using Loadline.Core.Rules;
using Loadline.Core.Sessions;

namespace Loadline.Core.Configuration;

/// <summary>A route: which requests, which candidates, which policy.</summary>
public sealed record RouteConfig
{
    /// <summary>Gets what callers write as the model: <c>auto</c>, <c>support</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the names of the models that may be chosen; one at least.</summary>
    public required IReadOnlyList<string> Pool { get; init; }

    /// <summary>Gets the model that quality and savings are measured against.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets the mode. Default: <see cref="RouteMode.Observe"/>.</summary>
    public RouteMode Mode { get; init; } = RouteMode.Observe;

    /// <summary>Gets the share of sessions that the choice serves in a canary, in (0,1); 0 in other modes.</summary>
    public double CanaryShare { get; init; }

    /// <summary>Gets a value indicating whether the user wrote <c>quality: uncertified</c>.</summary>
    public bool Uncertified { get; init; }

    /// <summary>Gets the quality line that certificates prove; <see langword="null"/>: none is written.</summary>
    public QualityLine? Quality { get; init; }

    /// <summary>The mode as it is written.</summary>
    public RouteModeSetting Asked() => new(Mode, CanaryShare);

    /// <summary>Gets the certificate; <see langword="null"/>: there is none that can be used.</summary>
    public Certificate? Certificate { get; init; }

    /// <summary>Gets why there is no certificate to be used; <see langword="null"/> where there is one, or none is looked for.</summary>
    public string? CertificateProblem { get; init; }

    /// <summary>Gets how requests are audited; <see langword="null"/>: not at all.</summary>
    public AuditConfig? Audit { get; init; }

    /// <summary>Gets the rules, of which the first that holds decides.</summary>
    public IReadOnlyList<RuleConfig> Rules { get; init; } = [];

    /// <summary>Gets what chooses where no rule does.</summary>
    public required PolicyConfig Policy { get; init; }

    /// <summary>Gets what a choice may cost and take; none by default.</summary>
    public RouteLimits Limits { get; init; } = new();

    /// <summary>Gets how conversations stay with their model; <see langword="null"/>: they do not.</summary>
    public SessionConfig? Sessions { get; init; }

    /// <summary>Gets what all callers together may use of it.</summary>
    public IReadOnlyList<UsageLimit> Usage { get; init; } = [];

    /// <summary>Gets the candidates that serve, the first that can, what a budget does not cover otherwise; empty: such requests are refused.</summary>
    public IReadOnlyList<string> OverBudget { get; init; } = [];

    /// <summary>Gets how answers are given again; <see langword="null"/>: they are not.</summary>
    public CacheConfig? Cache { get; init; }

    /// <summary>Gets how long calls may take, stage by stage.</summary>
    public RouteTimeouts Timeouts { get; init; } = new();

    /// <summary>Gets the plan that makes more than one answer; <see langword="null"/>: one candidate at a time.</summary>
    public PlanConfig? Plan { get; init; }

    /// <summary>Gets when a second attempt is sent beside a slow one; <see langword="null"/>: never.</summary>
    public HedgeConfig? Hedge { get; init; }

    /// <summary>Gets the candidates that may stand in after a failure although they may be weaker (<c>fallbacks.any</c>).</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>Gets the candidates that may stand in after particular failures.</summary>
    public FallbackConfig FallbacksFor { get; init; } = new();

    /// <summary>Gets what happens while the reference fails. Default: <see cref="ReferenceDown.Serve"/>.</summary>
    public ReferenceDown OnReferenceDown { get; init; }

    /// <summary>Gets what happens while everybody who could serve is benched. Default: <see cref="AllDown.Try"/>.</summary>
    public AllDown OnAllDown { get; init; }

    /// <summary>Gets the most requests a second whose hashed features the ledger keeps, for training on the route's own history; 0: none. Default: 20.</summary>
    public int FeatureRate { get; init; } = FeatureSampler.DefaultRate;
}
