using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Gateway.Telemetry;

namespace Loadline.Gateway.Decisions;

/// <summary>Where a finished request is told to: the log, the totals, the metrics.</summary>
internal sealed class DecisionSink(IDecisionLog log, DecisionStats stats, GatewayMetrics metrics)
{
    public void Record(FinishedDecision decision)
    {
        log.Record(decision);
        stats.Add(decision);
        var route = decision.Route.Name;
        var served = decision.Served?.Name ?? "none";
        metrics.Request(route, served, RoutingErrors.Name(decision.Error));
        if (decision.CostUsd is { } cost)
        {
            metrics.Cost(route, served, (double)cost);
        }

        if (decision.ReferenceCostUsd is { } reference)
        {
            metrics.ReferenceCost(route, (double)reference);
        }

        foreach (var loss in decision.Losses)
        {
            metrics.ConversionLoss(decision.Dialect, loss.Kind);
        }

        metrics.Overhead(route, decision.OverheadMicroseconds / 1e6);
    }
}
