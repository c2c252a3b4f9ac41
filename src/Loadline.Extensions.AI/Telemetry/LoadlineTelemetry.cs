using System.Diagnostics;
using System.Diagnostics.Metrics;
using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Loadline.Extensions.AI.Telemetry;

/// <summary>What only a router knows, for OpenTelemetry. Costs nothing where nobody listens.</summary>
/// <remarks>
/// Calls, tokens and durations of models (<c>gen_ai.client.*</c>) are what <c>UseOpenTelemetry()</c> of Microsoft.Extensions.AI tells of the clients below and
/// around this one; they are not told twice. Instrument names are the gateway's (<c>docs/metrics.md</c>).
/// </remarks>
internal static class LoadlineTelemetry
{
    public const string Name = "Loadline";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("loadline.requests", "{request}", "Answered requests, good or bad.");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("loadline.decisions", "{decision}", "Decisions by route, rule and reason.");
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("loadline.attempts", "{attempt}", "Calls of chat clients.");
    private static readonly Counter<long> Failovers = Meter.CreateCounter<long>("loadline.failovers", "{failover}", "Requests that needed more than one call.");
    private static readonly Counter<double> Cost = Meter.CreateCounter<double>("loadline.cost", "{USD}", "What requests cost.");
    private static readonly Counter<double> ReferenceCost =
        Meter.CreateCounter<double>("loadline.reference_cost", "{USD}", "What the references would have cost for the same requests.");

    private static readonly Histogram<double> DecisionDuration = Meter.CreateHistogram<double>(
        "loadline.decision.duration", "s", "Time to read a request and decide.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 1e-3, 1e-2] });

    /// <summary>Gets a value indicating whether somebody is told of finished requests.</summary>
    public static bool IsListenedTo => Source.HasListeners() || Requests.Enabled || Decisions.Enabled || DecisionDuration.Enabled || Failovers.Enabled
        || Cost.Enabled || ReferenceCost.Enabled;

    /// <summary>Begins the span of one request: its children are the calls that are made for it.</summary>
    public static Activity? Start() => Source.StartActivity("loadline.route", ActivityKind.Internal);

    public static void Attempt(string deployment, string outcome)
    {
        if (Attempts.Enabled)
        {
            Attempts.Add(1, new Tag("deployment", deployment), new Tag("outcome", outcome));
        }
    }

    /// <summary>Tells of a request that has ended.</summary>
    public static void Finished(FinishedDecision decision, TimeSpan deciding)
    {
        var route = decision.Route.Name;
        var model = decision.Served?.Name ?? "none";
        if (Requests.Enabled)
        {
            Requests.Add(1, new Tag("route", route), new Tag("model", model), new Tag("outcome", RoutingErrors.Name(decision.Error)));
        }

        if (Decisions.Enabled)
        {
            var record = decision.ToRecord();
            Decisions.Add(1, new Tag("route", route), new Tag("rule", record.Rule ?? "none"), new Tag("reason", record.Reason));
        }

        if (DecisionDuration.Enabled)
        {
            DecisionDuration.Record(deciding.TotalSeconds, new Tag("route", route));
        }

        if (Failovers.Enabled && decision.Attempts > 1 && decision.HasFailedAttempt)
        {
            Failovers.Add(1, new Tag("route", route));
        }

        Money(decision, route, model);
    }

    /// <summary>Tells the span what was decided.</summary>
    public static void Describe(Activity? activity, FinishedDecision decision, string requested)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.SetTag("gen_ai.request.model", requested);
        activity.SetTag("gen_ai.response.model", decision.Served?.Name);
        activity.SetTag("loadline.route", decision.Route.Name);
        activity.SetTag("loadline.decision.id", decision.Id);
        activity.SetTag("loadline.reason", decision.ToRecord().Reason);
        activity.SetTag("loadline.attempts", decision.Attempts);
        if (decision.Error != RoutingError.None)
        {
            activity.SetTag("error.type", RoutingErrors.Name(decision.Error));
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static void Money(FinishedDecision decision, string route, string model)
    {
        if (Cost.Enabled && decision.CostUsd is { } cost)
        {
            Cost.Add((double)cost, new Tag("route", route), new Tag("model", model));
        }

        if (ReferenceCost.Enabled && decision.ReferenceCostUsd is { } reference)
        {
            ReferenceCost.Add((double)reference, new Tag("route", route));
        }
    }
}
