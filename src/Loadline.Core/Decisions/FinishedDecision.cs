using Loadline.Core.Catalog;
using Loadline.Core.Ledger;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Plans;
using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Sessions;
using Loadline.Core.Signals;

namespace Loadline.Core.Decisions;

/// <summary>A decision and what came of it, small enough to be made for every request; <see cref="ToRecord"/> spells it out.</summary>
/// <remarks>Immutable. Keeps its config's snapshot objects alive, not its request's bytes.</remarks>
public sealed class FinishedDecision
{
    private static readonly string Ok = RoutingErrors.Name(RoutingError.None);

    private readonly CandidateEvaluation[] _evaluations;
    private readonly int _poolCount;
    private readonly SignalValues _signals;
    private readonly long _generation;
    private readonly int _inputTokens;
    private readonly int _outputTokens;
    private readonly bool _stream;
    private readonly double _propensity;
    private readonly PolicyNote _note;
    private readonly CandidateSet _candidates;
    private readonly byte[]? _features;
    private readonly string[]? _checks;
    private readonly FinishedRequest _request;
    private readonly bool _serves;
    private readonly bool _isProven;

    /// <summary>Takes down a decided request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="request">What came of it.</param>
    /// <param name="features">Whether what predictors read is taken down where the route keeps it; a waste where no ledger takes it.</param>
    public FinishedDecision(RoutingContext context, in FinishedRequest request, FeatureDemand features = FeatureDemand.AsTheRouteSays)
    {
        _request = request;
        Route = context.Route!;
        Rule = context.Rule?.Name;
        Reason = context.Reason;
        _generation = context.Snapshot.Generation;
        _evaluations = context.Evaluations.ToArray();
        _poolCount = context.Candidates.PoolCount;
        _signals = context.Signals.Values();
        _inputTokens = context.EstimatedInputTokens;
        _outputTokens = context.EstimatedOutputTokens;
        _stream = context.Facts.Stream;
        Dialect = context.Facts.Dialect;
        _propensity = context.Propensity;
        _note = context.Note;
        _candidates = context.Candidates;
        Policy = context.Policy;
        _serves = context.Serves;
        _isProven = IsProven(context);
        Session = context.Session;
        _features = KeepsFeatures(context, request, features) ? FeatureCode.Encode(context.Signals.Features) : null;
        Choice = context.Choice >= 0 ? context.Candidates.All[context.Choice] : null;
        Served = request.Served >= 0 ? context.Candidates.All[request.Served] : null;
        ServedAs = Served is null ? null : Role(context, request.Served);
        CostUsd = TotalCost(request.Attempts);
        _checks = context.Checks.Count > 0 ? [.. context.Checks] : null;
    }

    /// <summary>Gets the id: 26 characters, sortable by time.</summary>
    public string Id => _request.Id;

    /// <summary>Gets the API the caller spoke, by its config name.</summary>
    public string Dialect { get; }

    /// <summary>Gets what conversion could not carry; empty where nothing was lost.</summary>
    public IReadOnlyList<ConversionNote> Losses => _request.Losses ?? [];

    /// <summary>Gets the route as it was when the request was decided.</summary>
    public RouteSnapshot Route { get; }

    /// <summary>Gets the rule that applied; <see langword="null"/> where none did.</summary>
    public string? Rule { get; }

    /// <summary>Gets the rule and the policy that decided, in few words.</summary>
    public string Reason { get; }

    /// <summary>Gets what routing chose; <see langword="null"/> where nothing could be chosen.</summary>
    public CandidateSnapshot? Choice { get; }

    /// <summary>Gets what served, or was tried last.</summary>
    public CandidateSnapshot? Served { get; }

    /// <summary>Gets how the served model came to serve: one of <see cref="ServedRoles"/>.</summary>
    public string? ServedAs { get; }

    /// <summary>Gets the policy that decided; <see langword="null"/> where none was asked.</summary>
    public IRoutingPolicy? Policy { get; }

    /// <summary>Gets the part that the session before this request played.</summary>
    public SessionNote Session { get; }

    /// <summary>Gets the attempts in the order they were made.</summary>
    public IReadOnlyList<AttemptRecord> AttemptRecords => _request.Attempts;

    /// <summary>Gets the prompt's tokens as estimated before the call.</summary>
    public int EstimatedInputTokens => _inputTokens;

    /// <summary>Gets the answer's tokens as estimated before the call.</summary>
    public int EstimatedOutputTokens => _outputTokens;

    /// <summary>Gets the served attempt's usage; <see langword="null"/> where none was reported.</summary>
    public TokenUsage? Usage => _request.Usage;

    /// <summary>Gets when the request arrived.</summary>
    public DateTimeOffset Time => _request.Time;

    /// <summary>Gets the probability, in (0,1], with which the policy made this choice; 1 where nothing was left to chance.</summary>
    public double Propensity => _propensity;

    /// <summary>Gets a value indicating whether a route let its choice serve.</summary>
    public bool IsEnforced => !Route.IsDirect && _serves;

    /// <summary>Gets the standing of what was served: one of <see cref="QualityStandings"/>.</summary>
    public string Quality => Route.IsDirect ? ""
        : Served is not null && ReferenceEquals(Served, Route.Reference) ? QualityStandings.Reference
        : _isProven && ReferenceEquals(ServedAs, ServedRoles.Choice) ? QualityStandings.Certified : QualityStandings.Uncertified;

    /// <summary>Gets how many attempts were made.</summary>
    public int Attempts => _request.Attempts.Length;

    /// <summary>Gets a value indicating whether some attempt failed by itself.</summary>
    public bool HasFailedAttempt => Array.Exists(_request.Attempts, static attempt => attempt.IsFailure);

    /// <summary>Gets what was asked and answered; <see langword="null"/> unless content is kept.</summary>
    public DecisionContent? Content => _request.Content;

    /// <summary>Gets what went wrong; <see cref="RoutingError.None"/> where an answer came.</summary>
    public RoutingError Error => _request.Error;

    /// <summary>Gets the time from the request's arrival to the end of the answer, in milliseconds.</summary>
    public double DurationMs => _request.DurationMs;

    /// <summary>Gets the time spent inside Loadline and not waiting for an upstream, in microseconds.</summary>
    public double OverheadMicroseconds => _request.OverheadMicroseconds;

    /// <summary>Gets the exact cost of all attempts in USD; <see langword="null"/> where price or usage is unknown.</summary>
    public decimal? CostUsd { get; }

    /// <summary>Gets what the reference would have cost for the same tokens, in USD.</summary>
    public decimal? ReferenceCostUsd => ReferenceEquals(Route.Reference, Served) && !IsFromCache ? ServedCostUsd : CostOf(Route.Reference);

    /// <summary>Gets what the choice would have cost for the same tokens, in USD.</summary>
    public decimal? ChoiceCostUsd => ReferenceEquals(Choice, Served) ? ServedCostUsd : CostOf(Choice);

    /// <summary>Spells the decision out.</summary>
    public DecisionRecord ToRecord() => new()
    {
        Id = Id,
        Time = _request.Time,
        Generation = _generation,
        Route = Route.Name,
        RouteDigest = Route.Digest,
        Mode = Route.IsDirect ? "direct" : !_serves ? "observe" : Route.Mode == Configuration.RouteMode.Canary ? "canary" : "enforce",
        Quality = Quality,
        Rule = Rule,
        Reason = Reason,
        Candidates = [.. _evaluations.Select((evaluation, index) => CandidateRecord.Create(evaluation, index < _poolCount))],
        Signals = SignalsRecord.Create(_signals) with { Why = Explain(), Checks = _checks },
        Choice = Choice?.Name,
        Served = Served?.Name,
        ServedAs = ServedAs,
        Reference = Route.Reference?.Name,
        Propensity = _propensity,
        Caller = _request.Caller is { } caller ? IdentityHasher.ToText(caller) : null,
        Session = _request.Session is { } session ? IdentityHasher.ToText(session) : null,
        Features = SignalFeatures.Create(_signals, _inputTokens, _outputTokens, _features),
        Attempts = _request.Attempts,
        EstimatedInputTokens = _inputTokens,
        EstimatedOutputTokens = _outputTokens,
        Usage = _request.Usage,
        CostUsd = CostUsd,
        ReferenceCostUsd = ReferenceCostUsd,
        ChoiceCostUsd = ChoiceCostUsd,
        Dialect = Dialect,
        Losses = Losses,
        Stream = _stream,
        Status = _request.Status,
        Outcome = RoutingErrors.Name(_request.Error),
        OverheadMicroseconds = _request.OverheadMicroseconds,
        DurationMs = _request.DurationMs,
    };

    /// <summary>Finds a candidate of this decision by name.</summary>
    public CandidateSnapshot? FindCandidate(string name)
    {
        foreach (var candidate in _candidates.All)
        {
            if (candidate.Name == name)
            {
                return candidate;
            }
        }

        return null;
    }

    private string? Explain()
    {
        var policy = Policy?.Explain(_note, _candidates) is { } said ? Policy.Name + ": " + said : null;
        var session = Session.Explain(_candidates);
        return policy is null ? session : session is null ? policy : policy + "; " + session;
    }

    private static bool KeepsFeatures(RoutingContext context, in FinishedRequest request, FeatureDemand demand) =>
        demand != FeatureDemand.None && context.Facts.Kind == Facts.RequestKind.Chat && context.Route!.Features is { Rate: > 0 } sampler
        && (demand == FeatureDemand.Graded || sampler.Takes(request.Time));

    // What took a candidate out of the pool that the certifying rows had in it made another choice than the one that was proven.
    private static bool IsProven(RoutingContext context)
    {
        const Exclusion Overrides = Exclusion.Unhealthy | Exclusion.NotAllowed | Exclusion.OverLatencyLimit | Exclusion.OverCostLimit | Exclusion.PriceUnknown | Exclusion.Residency;
        if (!context.Serves || context.Route is not { Serving.Certificate: not null } || context.IsPanic || context.IsUnproven || context.Reason == Router.PolicyFailed
            || context.Reason.EndsWith(" warm-cache", StringComparison.Ordinal) || (context.Residency is not null && context.Rule?.Residency is null))
        {
            return false;
        }

        foreach (ref readonly var candidate in context.Pool)
        {
            if ((candidate.Exclusion & Overrides) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static string Role(RoutingContext context, int served) =>
        served == context.Choice ? ServedRoles.Choice
        : served == context.Candidates.ReferenceIndex ? ServedRoles.Reference
        : context.Order.Contains(served) ? ServedRoles.StandIn : ServedRoles.Downgrade;

    // An attempt that failed before it reported usage may have cost something nobody can know; it does not hide what is known.
    private static decimal? TotalCost(AttemptRecord[] attempts)
    {
        decimal? total = null;
        foreach (var attempt in attempts)
        {
            total = attempt.CostUsd is { } cost ? (total ?? 0) + cost : total;
        }

        return total;
    }

    // Of the answer that was served alone: hedges and drafts beside it are this route's own doing, not the reference's.
    private decimal? ServedCostUsd => Array.FindLast(_request.Attempts, static attempt => attempt.Outcome == Ok && attempt.Kind == AttemptKinds.Answer)?.CostUsd ?? CostUsd;

    private bool IsFromCache => _request.Attempts is [{ Kind: AttemptKinds.Cache }];

    private decimal? CostOf(CandidateSnapshot? candidate) => _request.Usage is { } usage ? candidate?.Price?.Cost(usage) : null;
}
