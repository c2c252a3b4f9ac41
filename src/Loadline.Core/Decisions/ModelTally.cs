namespace Loadline.Core.Decisions;

/// <summary>Running totals of one served model on one route; costs are exact decimals.</summary>
public sealed class ModelTally(string route, string model)
{
    private readonly Lock _lock = new();
    private long _requests;
    private long _errors;
    private long _unpriced;
    private decimal _cost;
    private decimal _referenceCost;
    private decimal _choiceCost;
    private double _durationMs;

    public string Route => route;

    public string Model => model;

    internal void Add(DecisionRecord record)
    {
        lock (_lock)
        {
            _requests++;
            _errors += record.Outcome == "ok" ? 0 : 1;
            _unpriced += record.CostUsd is null ? 1 : 0;
            _cost += record.CostUsd ?? 0;
            // Where one side is unknown neither is added: a saving is only counted between two known figures.
            _referenceCost += record.CostUsd is null ? 0 : record.ReferenceCostUsd ?? record.CostUsd.Value;
            _choiceCost += record.CostUsd is null ? 0 : record.ChoiceCostUsd ?? record.CostUsd.Value;
            _durationMs += record.DurationMs;
        }
    }

    public ModelTotals Read()
    {
        lock (_lock)
        {
            return new ModelTotals(
                route, model, _requests, _errors, _unpriced, _cost, _referenceCost, _choiceCost, _requests == 0 ? 0 : _durationMs / _requests);
        }
    }
}
