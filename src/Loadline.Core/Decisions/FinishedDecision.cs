using Loadline.Core.Catalog;
using Loadline.Core.Ledger;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Signals;

namespace Loadline.Core.Decisions;

/// <summary>A decision and what came of it, small enough to be made for every request; <see cref="ToRecord"/> spells it out.</summary>
/// <remarks>Immutable. Keeps its config's snapshot objects alive, not its request's bytes.</remarks>
public sealed class FinishedDecision
{
    private readonly CandidateEvaluation[] _evaluations;
    private readonly int _poolCount;
    private readonly SignalValues _signals;
    private readonly string _reason;
    private readonly string? _rule;
    private readonly long _generation;
    private readonly int _inputTokens;
    private readonly int _outputTokens;
    private readonly bool _stream;
    private readonly double _propensity;
    private readonly FinishedRequest _request;

    /// <summary>Takes down a decided request.</summary>
    public FinishedDecision(RoutingContext context, in FinishedRequest request)
    {
        _request = request;
        Route = context.Route!;
        _rule = context.Rule?.Name;
        _reason = context.Reason;
        _generation = context.Snapshot.Generation;
        _evaluations = context.Evaluations.ToArray();
        _poolCount = context.Candidates.PoolCount;
        _signals = context.Signals.Values();
        _inputTokens = context.EstimatedInputTokens;
        _outputTokens = context.EstimatedOutputTokens;
        _stream = context.Facts.Stream;
        Dialect = context.Facts.Dialect;
        _propensity = context.Propensity;
        Choice = context.Choice >= 0 ? context.Candidates.All[context.Choice] : null;
        Served = request.Served >= 0 ? context.Candidates.All[request.Served] : null;
        ServedAs = Served is null ? null : Role(context, request.Served);
        CostUsd = TotalCost(request.Attempts);
    }

    public string Id => _request.Id;

    /// <summary>Gets the API the caller spoke, by its config name.</summary>
    public string Dialect { get; }

    /// <summary>Gets what conversion could not carry; empty where nothing was lost.</summary>
    public IReadOnlyList<ConversionNote> Losses => _request.Losses ?? [];

    public RouteSnapshot Route { get; }

    /// <summary>Gets what routing chose; <see langword="null"/> where nothing could be chosen.</summary>
    public CandidateSnapshot? Choice { get; }

    /// <summary>Gets what served, or was tried last.</summary>
    public CandidateSnapshot? Served { get; }

    /// <summary>Gets how the served model came to serve: one of <see cref="ServedRoles"/>.</summary>
    public string? ServedAs { get; }

    public bool IsEnforced => Route is { IsDirect: false, Mode: Configuration.RouteMode.Enforce };

    public int Attempts => _request.Attempts.Length;

    /// <summary>Gets what was asked and answered; <see langword="null"/> unless content is kept.</summary>
    public DecisionContent? Content => _request.Content;

    public RoutingError Error => _request.Error;

    public double DurationMs => _request.DurationMs;

    public double OverheadMicroseconds => _request.OverheadMicroseconds;

    /// <summary>Gets the exact cost of all attempts in USD; <see langword="null"/> where price or usage is unknown.</summary>
    public decimal? CostUsd { get; }

    /// <summary>Gets what the reference would have cost for the same tokens, in USD.</summary>
    public decimal? ReferenceCostUsd => ReferenceEquals(Route.Reference, Served) ? CostUsd : CostOf(Route.Reference);

    /// <summary>Gets what the choice would have cost for the same tokens, in USD.</summary>
    public decimal? ChoiceCostUsd => ReferenceEquals(Choice, Served) ? CostUsd : CostOf(Choice);

    /// <summary>Spells the decision out.</summary>
    public DecisionRecord ToRecord() => new()
    {
        Id = Id,
        Time = _request.Time,
        Generation = _generation,
        Route = Route.Name,
        RouteDigest = Route.Digest,
        Mode = Route.IsDirect ? "direct" : IsEnforced ? "enforce" : "observe",
        Quality = Route.IsDirect ? "" : Served is not null && ReferenceEquals(Served, Route.Reference) ? "reference" : "uncertified",
        Rule = _rule,
        Reason = _reason,
        Candidates = [.. _evaluations.Select((evaluation, index) => CandidateRecord.Create(evaluation, index < _poolCount))],
        Signals = SignalsRecord.Create(_signals),
        Choice = Choice?.Name,
        Served = Served?.Name,
        ServedAs = ServedAs,
        Reference = Route.Reference?.Name,
        Propensity = _propensity,
        Caller = _request.Caller is { } caller ? IdentityHasher.ToText(caller) : null,
        Session = _request.Session is { } session ? IdentityHasher.ToText(session) : null,
        Features = SignalFeatures.Create(_signals, _inputTokens, _outputTokens),
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

    private decimal? CostOf(CandidateSnapshot? candidate) => _request.Usage is { } usage ? candidate?.Price?.Cost(usage) : null;
}
