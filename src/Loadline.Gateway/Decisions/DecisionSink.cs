using Loadline.Core.Decisions;
using Loadline.Gateway.Telemetry;

namespace Loadline.Gateway.Decisions;

/// <summary>Where a finished request is told to: the log, the totals, the metrics.</summary>
internal sealed class DecisionSink(IDecisionLog log, DecisionStats stats, GatewayMetrics metrics)
{
    public void Record(DecisionRecord record)
    {
        log.Record(record);
        stats.Add(record);
        metrics.Request(record.Route, record.Served ?? "none", record.Outcome);
        if (record.CostUsd is { } cost)
        {
            metrics.Cost(record.Route, record.Served ?? "none", (double)cost);
        }

        if (record.ReferenceCostUsd is { } reference)
        {
            metrics.ReferenceCost(record.Route, (double)reference);
        }

        metrics.Overhead(record.Route, record.OverheadMicroseconds / 1e6);
    }
}
