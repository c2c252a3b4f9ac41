using System.Diagnostics.Metrics;
using Loadline.Core.Ledger;
using Loadline.Core.Watching;
using Loadline.Gateway.Endpoints;
using Loadline.Gateway.Limits;
using Label = Loadline.Gateway.Telemetry.MetricNames.Label;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Loadline.Gateway.Telemetry;

/// <summary>Every instrument of the gateway, behind methods that cost no allocation. One instance a host; listed in <c>docs/metrics.md</c>.</summary>
/// <remarks>Label values must come from the config or from a fixed list, never from a caller: each distinct set is kept for good.</remarks>
public sealed class GatewayMetrics : IDisposable
{
    public const string MeterName = "Loadline";

    private readonly Counter<long> _requests;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _decisions;
    private readonly Histogram<double> _decisionDuration;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _failovers;
    private readonly Counter<double> _cost;
    private readonly Counter<double> _referenceCost;
    private readonly Histogram<double> _overhead;
    private readonly Counter<long> _reloadFailures;
    private readonly Histogram<double> _operationDuration;
    private readonly Histogram<double> _timeToFirstChunk;
    private readonly Histogram<long> _tokenUsage;
    private readonly Counter<long> _possibleDuplicates;
    private readonly Counter<long> _conversionLosses;
    private readonly Counter<long> _audits;
    private readonly Counter<double> _auditCost;
    private readonly Counter<long> _routeEvents;
    private readonly Counter<long> _cacheLookups;
    private readonly Counter<long> _embeddings;
    private readonly Counter<long> _repeated;
    private readonly Counter<long> _degraded;
    private readonly Counter<long> _credentialSwitches;
    private long _generation;

    /// <param name="ledger">Tells how the ledger fares whenever metrics are read.</param>
    public GatewayMetrics(Func<LedgerStatus> ledger)
    {
        Meter = new Meter(MeterName, typeof(GatewayMetrics).Assembly.GetName().Version?.ToString(3));
        _requests = Meter.CreateCounter<long>(MetricNames.Loadline.Requests, "{request}", "Requests answered, whatever the answer.");
        _active = Meter.CreateUpDownCounter<long>(MetricNames.Loadline.RequestsActive, "{request}", "Requests being served now.");
        _decisions = Meter.CreateCounter<long>(
            MetricNames.Loadline.Decisions, "{decision}", "Routing decisions by the rule and reason that made them.");
        _decisionDuration = Seconds(
            MetricNames.Loadline.DecisionDuration, "Time from the facts being read to a decision.", MetricBuckets.Micro);
        _attempts = Meter.CreateCounter<long>(MetricNames.Loadline.Attempts, "{attempt}", "Upstream calls, each failover counted.");
        _failovers = Meter.CreateCounter<long>(
            MetricNames.Loadline.Failovers, "{failover}", "Times that another deployment or model had to stand in.");
        _cost = Meter.CreateCounter<double>(
            MetricNames.Loadline.Cost, "USD", "What upstream calls cost at list price; calls at unknown prices are not in it.");
        _referenceCost = Meter.CreateCounter<double>(
            MetricNames.Loadline.ReferenceCost, "USD", "What the reference model would have cost for the same requests.");
        _overhead = Seconds(MetricNames.Loadline.Overhead, "Time that Loadline itself added to a request.", MetricBuckets.Micro);
        _reloadFailures = Meter.CreateCounter<long>(
            MetricNames.Loadline.ConfigReloadFailures, "{reload}", "Config files that were refused; the last good one stayed.");
        _operationDuration = Seconds(
            MetricNames.GenAI.OperationDuration, "Duration of an upstream call, last byte included.", MetricBuckets.Operation);
        _timeToFirstChunk = Seconds(
            MetricNames.GenAI.TimeToFirstChunk, "Time from an upstream call to the first chunk of its stream.", MetricBuckets.Operation);
        _tokenUsage = Meter.CreateHistogram<long>(
            MetricNames.GenAI.TokenUsage, "{token}", "Tokens billed for an upstream call.", advice: new() { HistogramBucketBoundaries = MetricBuckets.Tokens });
        Meter.CreateObservableCounter(
            MetricNames.Loadline.LedgerWritten, () => ledger().Written, "{row}", "Decisions that the ledger has acknowledged.");
        Meter.CreateObservableGauge(MetricNames.Loadline.LedgerQueued, () => ledger().Queued, "{row}", "Decisions that wait to be written.");
        Meter.CreateObservableCounter(
            MetricNames.Loadline.LedgerDropped, () => ledger().Dropped, "{row}", "Decisions given up because the ledger could not keep them.");
        _possibleDuplicates = Meter.CreateCounter<long>(
            MetricNames.Loadline.PossibleDuplicateCost, "{attempt}", "Failed calls that may have been billed and were followed by another for the same request.");
        _conversionLosses = Meter.CreateCounter<long>(
            MetricNames.Loadline.ConversionLosses, "{loss}", "What could not be carried as it was between the caller's API and the upstream's.");
        _audits = Meter.CreateCounter<long>(MetricNames.Loadline.Audits, "{audit}", "Audits drawn, by what became of them.");
        _auditCost = Meter.CreateCounter<double>(MetricNames.Loadline.AuditCost, "USD", "What audits cost: answers made for them, and judges.");
        _routeEvents = Meter.CreateCounter<long>(MetricNames.Loadline.RouteEvents, "{event}", "Promotions, steps back, drift and what else happens to routes.");
        _cacheLookups = Meter.CreateCounter<long>(
            MetricNames.Loadline.CacheLookups, "{lookup}", "Answers looked for in a route's cache: found (hit, wording_hit, semantic_hit) or asked for upstream (miss).");
        _embeddings = Meter.CreateCounter<long>(
            MetricNames.Loadline.Embeddings, "{request}", "Requests that a predictive policy wanted an embedding for, by what came of it.");
        _repeated = Meter.CreateCounter<long>(
            MetricNames.Loadline.Repeated, "{request}", "Requests that were given the answer of an earlier one with the same Idempotency-Key.");
        _credentialSwitches = Meter.CreateCounter<long>(
            MetricNames.Loadline.CredentialSwitches, "{switch}", "Calls that were sent again with another of their provider's credentials.");
        _degraded = Meter.CreateCounter<long>(
            MetricNames.Loadline.Degraded, "{request}", "Requests that a budget did not cover and that the candidates named for it served.");
        Meter.CreateObservableGauge(
            MetricNames.Loadline.ConfigGeneration, () => Volatile.Read(ref _generation), "{generation}", "Number of the config in force; grows by one a reload.");
    }

    /// <summary>Gets the meter, so that an exporter can follow this instance and no other.</summary>
    public Meter Meter { get; }

    public void RequestStarted() => _active.Add(1);

    public void RequestEnded() => _active.Add(-1);

    /// <summary>Counts an answered request.</summary>
    /// <param name="route">The route's name, or the empty string where none was found.</param>
    /// <param name="model">The candidate that served, or the empty string.</param>
    /// <param name="outcome">One of a fixed list (<c>ok</c>, or the name of the error).</param>
    public void Request(string route, string model, string outcome)
        => _requests.Add(1, new Tag(Label.Route, route), new Tag(Label.Model, model), new Tag(Label.Outcome, outcome));

    /// <summary>Counts a decision and its time.</summary>
    public void Decision(string route, string rule, string reason, double seconds)
    {
        _decisions.Add(1, new Tag(Label.Route, route), new Tag(Label.Rule, rule), new Tag(Label.Reason, reason));
        _decisionDuration.Record(seconds, new Tag(Label.Route, route));
    }

    /// <summary>Counts an upstream call.</summary>
    public void Attempt(string deployment, string outcome)
        => _attempts.Add(1, new Tag(Label.Deployment, deployment), new Tag(Label.Outcome, outcome));

    /// <summary>Counts a failed call that may have been billed and was followed by another.</summary>
    public void PossibleDuplicate(string deployment) => _possibleDuplicates.Add(1, new Tag(Label.Deployment, deployment));

    /// <summary>Counts a request that was given an earlier one's answer.</summary>
    public void Repeated() => _repeated.Add(1);

    /// <summary>Counts a call that was sent again with another credential.</summary>
    /// <param name="provider">The provider's name in the config.</param>
    /// <param name="reason"><c>refused</c> or <c>rate_limited</c>.</param>
    public void CredentialSwitch(string provider, string reason)
        => _credentialSwitches.Add(1, new Tag(Label.ConfigProvider, provider), new Tag(Label.Reason, reason));

    /// <summary>Counts a request that was degraded because a budget did not cover it.</summary>
    public void Degraded(string route) => _degraded.Add(1, new Tag(Label.Route, route));

    /// <summary>Shows the state of deployments: 0 healthy, 1 coming back, 2 being probed, 3 benched.</summary>
    /// <param name="observe">Reads the states; called by whoever collects.</param>
    public void ObserveDeployments(Func<IEnumerable<(string Deployment, int State)>> observe) => Meter.CreateObservableGauge(
        MetricNames.Loadline.DeploymentState,
        () => observe().Select(one => new Measurement<long>(one.State, new Tag(Label.Deployment, one.Deployment))),
        "{state}",
        "State of a deployment: 0 healthy, 1 coming back, 2 being probed, 3 benched.");

    /// <summary>Shows what audits say of routes, with 95 % intervals.</summary>
    /// <param name="observe">The reports of audited routes; called by whoever collects, and so reads nothing but memory.</param>
    internal void ObserveRoutes(Func<IReadOnlyList<RouteReport>> observe)
    {
        IEnumerable<Measurement<double>> Estimates(Func<RouteReport, Estimate?> of) => observe().SelectMany(route => of(route) is not { } found ? []
            : new[] { ("estimate", found.Value), ("low", found.Low), ("high", found.High) }.Select(
                one => new Measurement<double>(one.Item2, new Tag(Label.Route, route.Route), new Tag(Label.Bound, one.Item1))));
        Meter.CreateObservableGauge(MetricNames.Loadline.RouteKept, () => Estimates(route => route.Kept), "1", "Share of the reference's quality that was served, by audits.");
        Meter.CreateObservableGauge(MetricNames.Loadline.RouteLost, () => Estimates(route => route.Lost), "1", "Share of requests served worse by half a grade or more, by audits.");
        Meter.CreateObservableGauge(
            MetricNames.Loadline.RouteNetSavings, () => Estimates(route => route.NetSavingsUsd), "USD", "What the reference alone would have cost more, audits paid.");
        Meter.CreateObservableGauge(
            MetricNames.Loadline.RouteShare,
            () => observe().SelectMany(route => new[] { ("reference", route.ReferenceShare), ("escalated", route.EscalationShare), ("downgraded", route.DowngradeShare) }
                .Where(one => one.Item2 is not null)
                .Select(one => new Measurement<double>(one.Item2!.Value, new Tag(Label.Route, route.Route), new Tag(Label.Kind, one.Item1)))),
            "1",
            "Share of requests that the reference served, that went on to another candidate, that a weaker one stood in for.");
        Meter.CreateObservableGauge(
            MetricNames.Loadline.RouteEvidence,
            () => observe().Where(route => route.Wealth is not null && route.AlarmAt is not null)
                .Select(route => new Measurement<double>(route.Wealth!.Value / route.AlarmAt!.Value, new Tag(Label.Route, route.Route))),
            "1",
            "The watch's evidence against the line: 1 is an alarm.");
    }

    /// <summary>Shows what of the process requests contend for.</summary>
    internal void ObserveProcess(ThreadPoolWatch threads, BufferBudget buffers)
    {
        Meter.CreateObservableGauge(
            MetricNames.Loadline.ThreadPoolDelay, () => threads.Delay.TotalSeconds, "s", "How long work last waited for a thread of the pool.");
        Meter.CreateObservableGauge(
            MetricNames.Loadline.BufferedBytes, () => buffers.Held, "By", "Bytes of requests and whole replies held now.");
    }

    /// <summary>Counts a failover.</summary>
    /// <param name="route">The route.</param>
    /// <param name="reason">Why the attempt before it was given up.</param>
    public void Failover(string route, string reason)
        => _failovers.Add(1, new Tag(Label.Route, route), new Tag(Label.Reason, reason));

    /// <summary>Counts something that a conversion could not carry.</summary>
    /// <param name="dialect">What the caller spoke.</param>
    /// <param name="kind"><c>dropped</c>, <c>degraded</c>, <c>clamped</c> or <c>added</c>.</param>
    public void ConversionLoss(string dialect, string kind) => _conversionLosses.Add(1, new Tag(Label.Dialect, dialect), new Tag(Label.Kind, kind));

    /// <summary>Counts an audit.</summary>
    /// <param name="route">The route.</param>
    /// <param name="outcome"><c>done</c>, or why not.</param>
    public void Audit(string route, string outcome) => _audits.Add(1, new Tag(Label.Route, route), new Tag(Label.Outcome, outcome));

    /// <summary>Adds what an audit cost, in USD.</summary>
    public void AuditCost(string route, double usd) => _auditCost.Add(usd, new Tag(Label.Route, route));

    /// <summary>Counts an event of a route.</summary>
    public void RouteEvent(string route, string kind) => _routeEvents.Add(1, new Tag(Label.Route, route), new Tag(Label.Kind, kind));

    /// <summary>Counts a look into a route's cache.</summary>
    /// <param name="route">The route.</param>
    /// <param name="outcome"><c>hit</c>, <c>wording_hit</c>, <c>semantic_hit</c>, <c>miss</c> or <c>store_failed</c>.</param>
    public void Cached(string route, string outcome) => _cacheLookups.Add(1, new Tag(Label.Route, route), new Tag(Label.Outcome, outcome));

    /// <summary>Counts a request that an embedding was wanted for.</summary>
    /// <param name="route">The route.</param>
    /// <param name="outcome"><c>answered</c> or <c>cached</c>; all others were decided by words alone.</param>
    public void Embedding(string route, string outcome) => _embeddings.Add(1, new Tag(Label.Route, route), new Tag(Label.Outcome, outcome));

    /// <summary>Adds what a request cost.</summary>
    public void Cost(string route, string model, double usd)
        => _cost.Add(usd, new Tag(Label.Route, route), new Tag(Label.Model, model));

    /// <summary>Adds what the route's reference would have cost for a request.</summary>
    public void ReferenceCost(string route, double usd) => _referenceCost.Add(usd, new Tag(Label.Route, route));

    /// <summary>Records the time that was neither the upstream's nor the caller's.</summary>
    public void Overhead(string route, double seconds) => _overhead.Record(seconds, new Tag(Label.Route, route));

    /// <summary>Records an upstream call's duration.</summary>
    /// <param name="provider">The provider's name in the config.</param>
    /// <param name="model">The model's name as sent upstream.</param>
    /// <param name="operation"><c>chat</c> or <c>embeddings</c>.</param>
    /// <param name="seconds">From sending to the last byte.</param>
    /// <param name="errorType"><see langword="null"/> where it succeeded.</param>
    public void Operation(string provider, string model, string operation, double seconds, string? errorType = null)
    {
        if (errorType is null)
        {
            _operationDuration.Record(
                seconds, new Tag(Label.Provider, provider), new Tag(Label.RequestModel, model), new Tag(Label.Operation, operation));
            return;
        }

        Span<Tag> tags =
        [
            new(Label.Provider, provider), new(Label.RequestModel, model), new(Label.Operation, operation), new(Label.ErrorType, errorType),
        ];
        _operationDuration.Record(seconds, tags);
    }

    /// <summary>Records the time to a stream's first chunk; not to be called for other replies.</summary>
    public void FirstChunk(string provider, string model, string operation, double seconds)
        => _timeToFirstChunk.Record(
            seconds, new Tag(Label.Provider, provider), new Tag(Label.RequestModel, model), new Tag(Label.Operation, operation));

    /// <summary>Records the tokens of an upstream call; not to be called where the upstream told none.</summary>
    public void Tokens(string provider, string model, string operation, long input, long output)
    {
        RecordTokens(provider, model, operation, "input", input);
        RecordTokens(provider, model, operation, "output", output);
    }

    /// <summary>Tells which config is in force.</summary>
    public void ConfigLoaded(long generation) => Volatile.Write(ref _generation, generation);

    /// <summary>Counts a config that was refused.</summary>
    public void ConfigReloadFailed() => _reloadFailures.Add(1);

    public void Dispose() => Meter.Dispose();

    private void RecordTokens(string provider, string model, string operation, string type, long tokens)
    {
        Span<Tag> tags =
        [
            new(Label.Provider, provider), new(Label.RequestModel, model), new(Label.Operation, operation), new(Label.TokenType, type),
        ];
        _tokenUsage.Record(tokens, tags);
    }

    private Histogram<double> Seconds(string name, string description, double[] buckets)
        => Meter.CreateHistogram<double>(name, "s", description, advice: new() { HistogramBucketBoundaries = buckets });
}
