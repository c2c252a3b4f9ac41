using System.Globalization;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Forwarding;

/// <content>What is told of the decision: headers for the caller, the record for the log.</content>
internal sealed partial class Exchange
{
    /// <summary>Tells the caller how the answer it is about to get was chosen, and what it costs.</summary>
    public void WriteDecisionHeaders(Attempt attempt)
    {
        var candidate = attempt.Candidate;
        if (_context.Facts.Stream)
        {
            // What a stream will cost is not known when its headers are sent.
            var referencePrice = ReferenceEquals(candidate, Reference) ? attempt.Deployment.Price : Reference?.Price;
            WriteDecisionHeaders(candidate, Money(Estimate(attempt.Deployment.Price)), Money(Estimate(referencePrice)));
            return;
        }

        var referenceCost = ReferenceEquals(candidate, Reference) ? attempt.Cost
            : attempt.Usage is { } usage ? Reference?.Price?.Cost(usage) : null;
        WriteDecisionHeaders(candidate, Money(attempt.Cost + BeforeIt()), Money(referenceCost));
    }

    private void WriteDecisionHeaders(CandidateSnapshot candidate, string? cost, string? referenceCost)
    {
        var headers = _http.Response.Headers;
        headers["x-loadline-route"] = _context.Route!.Name;
        headers["x-loadline-model"] = candidate.Name;
        headers["x-loadline-reason"] = _context.Reason;
        if (cost is not null)
        {
            headers["x-loadline-cost-usd"] = cost;
        }

        if (referenceCost is not null)
        {
            headers["x-loadline-reference-cost-usd"] = referenceCost;
        }

        _overhead = Overhead();
        headers["x-loadline-overhead-us"] = ((long)_overhead.Value.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);
    }

    // Drafts that were rejected are paid, too.
    private decimal BeforeIt()
    {
        var sum = 0m;
        foreach (var attempt in _attempts)
        {
            sum += attempt.CostUsd ?? 0;
        }

        return sum;
    }

    private CandidateSnapshot? Reference => _context.Route?.Reference;

    /// <summary>Estimates what a call costs at a price, in USD.</summary>
    public double? Estimate(ModelPrice? price) =>
        price?.Estimate(_context.EstimatedInputTokens, _context.EstimatedOutputTokens);

    // An estimate in nine places: a thousandth of a cent is far above it, and no exponent form reaches a header.
    private static string? Money(double? usd) => usd?.ToString("0.#########", CultureInfo.InvariantCulture);

    // Exact to the last digit; division pads with zeros that say nothing.
    private static string? Money(decimal? usd) => usd?.ToString("0.############################", CultureInfo.InvariantCulture);

    // As told to the caller in its header; what a stream takes after that is the upstream's time and the caller's.
    private TimeSpan? _overhead;

    // All time since arrival but what was spent waiting for the caller's bytes or for an upstream's first content.
    private TimeSpan Overhead()
    {
        var overhead = _services.Time.GetElapsedTime(_started) - TimeSpan.FromSeconds((double)_waiting / _services.Time.TimestampFrequency);
        return overhead > TimeSpan.Zero ? overhead : TimeSpan.Zero;
    }

    private IReadOnlyList<ConversionNote> Losses() =>
        _attempt.Losses is not { Count: > 0 } losses ? []
        : [.. losses.Items.Select(loss => new ConversionNote(LossKinds.Name(loss.Kind), loss.Path, loss.What))];

    private void Record()
    {
        // The context may still hold the request before this one.
        if (!_isDecided)
        {
            _services.Metrics.Request("none", "none", RoutingErrors.Name(_error));
            EndTrace(null);
            return;
        }

        if (_error == RoutingError.None && _served >= 0 && _fromCache is null)
        {
            var policy = _context.Rule?.Policy ?? _context.Route!.Policy;
            policy.Answered(_context, _attempt.Deployment, (int)(_attempt.Usage?.Input ?? _context.EstimatedInputTokens), _services.Executor.Now);
        }

        var finished = new FinishedDecision(_context, new FinishedRequest
        {
            Id = _id,
            Time = _arrived,
            Served = _served,
            Attempts = [.. _attempts],
            Usage = _fromCache is { } given ? given.Usage : _attempt.Usage,
            Error = _error,
            Status = _error == RoutingError.CallerGone ? 499 : _http.Response.StatusCode,
            OverheadMicroseconds = (_overhead ?? Overhead()).TotalMicroseconds,
            DurationMs = _services.Time.GetElapsedTime(_started).TotalMilliseconds,
            Caller = RequestIdentity.Caller(_context.Facts, _services.Ledger.Identities, _key?.Subject),
            Session = RequestIdentity.Session(_context.Facts, _services.Ledger.Identities),
            Losses = Losses(),
            Content = Content(),
        }, IsAudited ? FeatureDemand.Graded : FeatureDemand.AsTheRouteSays);
        _services.Decisions.Record(finished);
        EndTrace(finished);
        Audit();

        // Asking a router model is no failover.
        if (_attempts.Count > 1 && _attempts.Find(static attempt => attempt.Kind == AttemptKinds.Answer && attempt.IsFailure) is { } failed)
        {
            _services.Metrics.Failover(_context.Route!.Name, failed.Outcome);
        }
    }
}
