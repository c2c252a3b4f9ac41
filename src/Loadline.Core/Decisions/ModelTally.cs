using Loadline.Core.Plans;

namespace Loadline.Core.Decisions;

/// <summary>Running totals of one served model on one route; costs are exact decimals.</summary>
public sealed class ModelTally(string route, string model)
{
    private readonly Lock _lock = new();
    private long _requests;
    private long _errors;
    private long _callerGone;
    private long _unpriced;
    private decimal _cost;
    private decimal _referenceCost;
    private decimal _choiceCost;
    private double _durationMs;

    /// <summary>Gets the route's name.</summary>
    public string Route => route;

    /// <summary>Gets the served model's name.</summary>
    public string Model => model;

    internal void Add(FinishedDecision decision)
    {
        lock (_lock)
        {
            _requests++;
            _errors += decision.Error is RoutingError.None or RoutingError.CallerGone ? 0 : 1;
            _callerGone += decision.Error == RoutingError.CallerGone ? 1 : 0;
            _durationMs += decision.DurationMs;
            if (decision.CostUsd is not { } cost)
            {
                _unpriced++;
                return;
            }

            // Where the other side is unknown it counts as equal: a saving is only claimed between two known figures.
            _cost += cost;
            _referenceCost += decision.ReferenceCostUsd ?? cost;
            _choiceCost += decision.ChoiceCostUsd ?? cost;
        }
    }

    /// <summary>The totals so far; of one moment, whoever counts on beside.</summary>
    public ModelTotals Read()
    {
        lock (_lock)
        {
            return new ModelTotals(
                route, model, _requests, _errors, _unpriced, _cost, _referenceCost, _choiceCost, _requests == 0 ? 0 : _durationMs / _requests)
            {
                CallerGone = _callerGone,
            };
        }
    }
}
