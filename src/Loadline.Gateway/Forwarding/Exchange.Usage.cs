using System.Globalization;
using System.Runtime.CompilerServices;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;

namespace Loadline.Gateway.Forwarding;

/// <content>What the caller's key, its team and the route allow to be used.</content>
internal sealed partial class Exchange
{
    // Where neither caller nor catalogue bounds an answer.
    private const int UnboundedOutput = 4096;

    // Of a router model's question and answer: never fewer tokens than bytes by three, the instructions around it, and a label.
    private const int BytesAToken = 3;
    private const int RouterPromptTokens = 500;
    private const int RouterAnswerTokens = 200;

    private readonly UsageTicket _ticket = new();
    private ApiKey? _key;
    private UsageMeter? _keyMeter;
    private UsageMeter? _teamMeter;
    private UsageMeter? _routeMeter;

    // Before the decision: only candidates of known price may serve where money is counted.
    private void TakeMeters(RouteSnapshot? route)
    {
        var (keyMeter, teamMeter, routeMeter) = _services.Usage.Find(_key, route, _snapshot, _services.Executor.Now, _arrived);
        (_keyMeter, _teamMeter, _routeMeter) = (keyMeter, teamMeter, routeMeter);
        _context.Scope = _key?.TenantScope ?? KeyScope.All;
        _context.CountsMoney = keyMeter?.CountsMoney == true || teamMeter?.CountsMoney == true || routeMeter?.CountsMoney == true;
    }

    /// <summary>Reserves what the decided request can cost at most.</summary>
    /// <returns>Whether it may go on; else the caller has been told.</returns>
    private ValueTask<bool> EnterMetersAsync()
    {
        if (_keyMeter is null && _teamMeter is null && _routeMeter is null)
        {
            return ValueTask.FromResult(true);
        }

        var demand = _fromCache is null ? Worst() : default;
        if (_ticket.IsHeld)
        {
            // Let in to ask the router model; what that has cost is not given back.
            demand = new UsageDemand(demand.Tokens, demand.Nano + Used().Nano);
            _ticket.TakeBack(_arrived);
        }

        return EnterAsync(demand);
    }

    private ValueTask<bool> EnterAsync(in UsageDemand demand)
    {
        if (TryEnter(demand, out var denial) || (MayDegrade(denial) && TryDegrade(ref denial)))
        {
            TellRates();
            return ValueTask.FromResult(true);
        }

        return DenyAsync(denial);
    }

    private bool TryEnter(in UsageDemand demand, out LimitDenial denial) =>
        _ticket.TryEnter([_keyMeter, _teamMeter, _routeMeter], demand, _services.Executor.Now, _arrived, out denial);

    // Money that others hold comes back in a second: that is worth a retry, not a weaker answer.
    private bool MayDegrade(in LimitDenial denial) =>
        denial is { IsBudget: true, IsHeldElsewhere: false } && _fromCache is null && _context.Route is { OverBudget: not null };

    // Decided anew among the candidates that the config names for it: the first that may serve and that the budget covers.
    private bool TryDegrade(ref LimitDenial denial)
    {
        // What the named ones answer is not what the route would give the next caller.
        _capture = null;
        if (Router.DecideOverBudget(_context) != RoutingStatus.Decided)
        {
            return false;
        }

        do
        {
            var worst = Worst();
            if (TryEnter(worst with { Nano = worst.Nano + Used().Nano }, out denial))
            {
                _services.Metrics.Degraded(_context.Route!.Name);
                _http.Response.Headers["x-loadline-degraded"] = "budget";
                return true;
            }
        }
        while (denial.IsBudget && _context.TryDropFirst());
        return false;
    }

    /// <summary>Reserves what asking a router model, or one for embeddings, can cost, before anything is sent on behalf of a caller who may be beyond a limit.</summary>
    /// <returns>Whether it may go on; else the caller has been told.</returns>
    private ValueTask<bool> EnterMetersForAsync(IAskingPolicy policy)
    {
        if (_ticket.IsHeld || (_keyMeter is null && _teamMeter is null && _routeMeter is null))
        {
            return ValueTask.FromResult(true);
        }

        return EnterAsync(DemandOfAsking(Asked(policy)));
    }

    /// <summary>As the other, for what the cache has embedded: it is not worth a refusal.</summary>
    private bool MayEnterMetersFor(string model) =>
        _ticket.IsHeld || (_keyMeter is null && _teamMeter is null && _routeMeter is null) || TryEnter(DemandOfAsking(model), out _);

    private UsageDemand DemandOfAsking(string? model)
    {
        var asked = Array.Find(_snapshot.Candidates, candidate => candidate.Name == model);
        var input = (_body.Bytes.Length / BytesAToken) + RouterPromptTokens;
        return new UsageDemand(0, NanoUsd.FromUsd(asked?.Price?.Estimate(input, RouterAnswerTokens) ?? 0));
    }

    private static string? Asked(IAskingPolicy policy) => policy switch
    {
        LlmPolicy llm => llm.Config.Model,
        PredictivePolicy predictive => predictive.Embeddings?.Source.Model,
        SemanticPolicy semantic => semantic.Embeddings?.Query.Source.Model,
        _ => null,
    };

    private void LeaveMeters()
    {
        if (_ticket.IsHeld)
        {
            _ticket.Leave(Used(), _services.Time.GetUtcNow());
        }
    }

    // One answer of the dearest candidate that may be tried: an attempt that fails is rarely billed, and is settled at what it cost.
    // A plan of several answers may pay for each of them, a hedge for two.
    private UsageDemand Worst()
    {
        long tokens = 0;
        var cost = 0.0;
        foreach (var step in _context.Plan)
        {
            var (one, oneTokens) = WorstCall(_context.Candidates.All[step]);
            (cost, tokens) = _context.Route!.Plan is null
                ? (Math.Max(cost, one), Math.Max(tokens, oneTokens)) : (cost + one, tokens + oneTokens);
        }

        if (_context.Route!.Hedge is not null)
        {
            (cost, tokens) = (cost * 2, tokens * 2);
        }

        return new UsageDemand(tokens, NanoUsd.FromUsd(cost + WorstOfJudging()));
    }

    /// <summary>Tells what one call of a candidate can use at most.</summary>
    public UsageDemand WorstOf(CandidateSnapshot candidate)
    {
        var (cost, tokens) = WorstCall(candidate);
        return new UsageDemand(tokens, NanoUsd.FromUsd(cost));
    }

    // Of several choices each may be as long.
    private (double Usd, long Tokens) WorstCall(CandidateSnapshot candidate)
    {
        var facts = _context.Facts;
        var output = Math.Min(facts.MaxOutputTokens > 0 ? facts.MaxOutputTokens : int.MaxValue, candidate.MaxOutput);
        output = output == int.MaxValue ? UnboundedOutput : output;
        var choices = Math.Max(1, facts.Choices);
        var all = (int)Math.Min(int.MaxValue, (long)output * choices);
        return (candidate.Price?.Estimate(_context.EstimatedInputTokens, all) ?? 0,
            _context.EstimatedInputTokens + (facts.MaxOutputTokens > 0 ? all : (long)_context.EstimatedOutputTokens * choices));
    }

    private UsageDemand Used()
    {
        long tokens = 0;
        var cost = 0m;
        foreach (var attempt in _attempts)
        {
            // Nobody made an answer that was given again.
            tokens += attempt.Usage is { } usage && attempt.Kind != AttemptKinds.Cache ? usage.Input + usage.Output : 0;

            // What may have been billed and was not told is counted as it was expected.
            cost += attempt.CostUsd ?? (attempt.PossiblyBilled
                ? (decimal)(attempt.Price?.Estimate(_context.EstimatedInputTokens, _context.EstimatedOutputTokens) ?? 0) : 0);
        }

        return new UsageDemand(tokens, NanoUsd.FromUsd(cost));
    }

    // The fields of the IETF's first RateLimit draft, which gateways and clients agree on: the limit nearest to its end.
    private void TellRates()
    {
        var now = _services.Executor.Now;
        var isFound = false;
        RateStatus nearest = default;
        foreach (var meter in (ReadOnlySpan<UsageMeter?>)[_keyMeter, _teamMeter, _routeMeter])
        {
            if (meter is not null && meter.TryNearest(now, out var status)
                && (!isFound || status.Left / (double)status.Limit.Amount < nearest.Left / (double)nearest.Limit.Amount))
            {
                (nearest, isFound) = (status, true);
            }
        }

        if (isFound && nearest.Limit.Of != LimitedUse.Cost)
        {
            var headers = _http.Response.Headers;
            headers["ratelimit-limit"] = nearest.Limit.Amount.ToString("0", CultureInfo.InvariantCulture);
            headers["ratelimit-remaining"] = nearest.Left.ToString(CultureInfo.InvariantCulture);
            headers["ratelimit-reset"] = Math.Ceiling(nearest.UntilFull.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> DenyAsync(LimitDenial denial)
    {
        _error = Core.Plans.RoutingError.OverLimit;
        if (!_ticket.IsHeld && Used() is { Nano: > 0 } used && TryEnter(used, out _))
        {
            // The router model was paid, although nothing comes of it.
            _ticket.Leave(used, _services.Time.GetUtcNow());
        }

        TellRates();
        var headers = _http.Response.Headers;
        headers.RetryAfter = Math.Max(1, Math.Ceiling(denial.RetryAfter.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        if (denial.IsBudget)
        {
            // Clients retry a 429 by themselves; nothing is to be hoped for from that here, unless the rest of the budget is only held elsewhere.
            headers["x-should-retry"] = denial.IsHeldElsewhere ? "true" : "false";
        }

        await RefuseAsync(
            429, denial.IsBudget ? "budget_exceeded" : "rate_limit_exceeded", null, Words(denial), denial.IsBudget ? "insufficient_quota" : "rate_limit_error").ConfigureAwait(false);
        return false;
    }

    /// <summary>Says in words for the caller which limit it was.</summary>
    public static string Words(in LimitDenial denial)
    {
        var what = UsageLimitText.Name(denial.Limit.Of) + " " + UsageLimitText.Write(denial.Limit);
        return denial.IsBudget
            ? $"The budget of {denial.Subject} ({what}) does not cover what this request may cost. Ask for less output (max_tokens), or ask whoever keeps the budget."
            : $"The limit of {denial.Subject} is reached: {what}. Retry-After says when to come back.";
    }
}
