using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Core.Policies;
using Loadline.Core.Runtime;

namespace Loadline.Core.Routing;

/// <summary>Decides: route, rule, who can serve, who is worth it, in which order they are tried.</summary>
/// <remarks>Stateless; allocates nothing once a context has grown to its snapshot's size.</remarks>
public static class Router
{
    /// <summary>The reason of a decision whose policy failed: a defect, visible in the record and in <c>loadline.decisions</c>.</summary>
    public const string PolicyFailed = "policy_failed";

    /// <summary>Decides for the request in <paramref name="context"/>, whose facts are filled and whose snapshot is set.</summary>
    /// <param name="context">The request; holds the decision afterwards.</param>
    /// <param name="route">What the model name stands for; <see langword="null"/> where it stands for nothing.</param>
    public static RoutingStatus Decide(RoutingContext context, RouteSnapshot? route)
    {
        context.Route = route;
        if (route is null)
        {
            return RoutingStatus.UnknownModel;
        }

        context.Serves = route.IsDirect || route.Mode == RouteMode.Enforce || (route.Mode == RouteMode.Canary && context.IsInCanary(route));

        if (!context.Scope.AllowsRoute(route.Name))
        {
            return RoutingStatus.RouteNotAllowed;
        }

        var deciding = route.Segments?.Of(context) ?? route;
        context.IsUnproven = route.Segments is { } segments && ReferenceEquals(deciding, segments.Unproven);
        var status = DecideBy(context, route, deciding);

        // What the reference can never take is served as the route does without a proof, and not as proven.
        if (status == RoutingStatus.NoEligibleCandidate && context.IsUnproven && !IsReferenceBenched(context))
        {
            context.Propensity = 1;
            context.Novelty = null;
            status = DecideBy(context, route, route);
        }

        if (status != RoutingStatus.NoEligibleCandidate || !LetBenchedIn(context))
        {
            return status;
        }

        // 5. Everybody who could serve is benched: better they are tried than nobody is.
        Choose(context, route, context.Policy!);
        return Plan(context, route);
    }

    /// <summary>Decides anew, by what the route names for requests that a budget does not cover.</summary>
    public static RoutingStatus DecideOverBudget(RoutingContext context)
    {
        context.Pending = null;
        context.IsPanic = false;
        context.Propensity = 1;
        context.Novelty = null;
        context.Session = default;
        return Decide(context, context.Route!.OverBudget);
    }

    private static RoutingStatus DecideBy(RoutingContext context, RouteSnapshot route, RouteSnapshot deciding)
    {
        // 1. The first rule that holds and whose policy has an opinion, or the route itself; in the segment that the request is of.
        var next = 0;
        do
        {
            var rule = FirstRule(context, deciding, ref next);
            context.Rule = rule;
            context.Residency = rule?.Residency ?? context.Scope.Residency;
            context.Reason = rule?.Reason ?? deciding.Reason;
            context.Take(rule?.Candidates ?? deciding.Candidates);

            // 2. Who can and may serve.
            Evaluate(context, route);

            // 3. Who is worth it.
            var policy = rule?.Policy ?? deciding.Policy;
            if (policy is IAskingPolicy asking && MustAsk(asking, context))
            {
                context.Pending = asking;
                return RoutingStatus.Pending;
            }

            Choose(context, route, policy);
        }
        while (context.HasAbstained && context.Rule is not null);

        // 4. In which order they are tried.
        return Plan(context, route);
    }

    private static bool IsReferenceBenched(RoutingContext context) =>
        context.Candidates.ReferenceIndex is >= 0 and var reference && context.Evaluations[reference].IsOnlyUnhealthy;

    // One that fails here fails again when it orders, and is seen to there.
    private static bool MustAsk(IAskingPolicy policy, RoutingContext context)
    {
        try
        {
            return policy.MustAsk(context);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static void Choose(RoutingContext context, RouteSnapshot route, IRoutingPolicy policy)
    {
        context.ClearOrder();
        context.Policy = policy;
        context.Note = default;
        context.HasAbstained = false;
        if (Order(policy, context) && !context.HasAbstained)
        {
            route.Sessions?.Apply(context, policy);
        }
    }

    // A policy that fails costs the caller nothing but its advice: the reference serves, or without one whoever can, in the pool's order.
    private static bool Order(IRoutingPolicy policy, RoutingContext context)
    {
        try
        {
            policy.Order(context);
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            context.ClearOrder();
            context.HasAbstained = false;
            context.Reason = PolicyFailed;
            if (context.Candidates.ReferenceIndex < 0)
            {
                OrderAsListed(context);
            }

            return false;
        }
    }

    private static void OrderAsListed(RoutingContext context)
    {
        for (var i = 0; i < context.Candidates.PoolCount; i++)
        {
            if (context.Evaluations[i].IsEligible)
            {
                context.Append(i);
            }
        }
    }

    private static bool LetBenchedIn(RoutingContext context)
    {
        foreach (ref var evaluation in context.Evaluations)
        {
            context.IsPanic |= evaluation.IsOnlyUnhealthy;
            evaluation.Exclusion &= ~Exclusion.Unhealthy;
        }

        context.ClearOrder();
        return context.IsPanic;
    }

    private static RuleSnapshot? FirstRule(RoutingContext context, RouteSnapshot route, ref int next)
    {
        while (next < route.Rules.Length)
        {
            var rule = route.Rules[next++];
            if (rule.When.Holds(context))
            {
                return rule;
            }
        }

        return null;
    }

    private static void Evaluate(RoutingContext context, RouteSnapshot route)
    {
        var facts = context.Facts;
        var needed = Needed(facts);
        context.EstimatedInputTokens = context.Signals.Tokens;
        context.EstimatedOutputTokens = facts.Kind == RequestKind.Embeddings ? 0 : context.Signals.ExpectedOutputTokens;
        // Money that is counted can only be spent at a known price.
        double? counted = context.CountsMoney ? double.PositiveInfinity : null;
        var maxCost = Smaller(Smaller(Smaller(route.Limits.MaxCostUsd, facts.Hints.MaxCostUsd), context.Scope.MaxCostUsd), counted);
        var all = context.Candidates.All;
        var evaluations = context.Evaluations;
        for (var i = 0; i < all.Length; i++)
        {
            var candidate = all[i];
            var cost = candidate.Price?.Estimate(context.EstimatedInputTokens, context.EstimatedOutputTokens) ?? double.NaN;
            evaluations[i] = new CandidateEvaluation
            {
                Candidate = candidate,
                EstimatedCostUsd = cost,
                PredictedQuality = float.NaN,
                PredictedCost = float.NaN,
                Exclusion = Allowed(context, candidate) | Missing(candidate, needed) | Size(context, candidate)
                    | Cost(cost, candidate.CountsMoney ? maxCost ?? double.PositiveInfinity : maxCost)
                    | Latency(context, route, candidate) | Place(context, candidate) | Health(context, candidate)
                    | (facts.BoundBy is not null && !candidate.Speaks(facts.Dialect) ? Exclusion.OtherDialect : Exclusion.None),
            };
        }
    }

    private static Capabilities Needed(RequestFacts facts)
    {
        if (facts.Kind == RequestKind.Embeddings)
        {
            return Capabilities.Embeddings;
        }

        var needed = Capabilities.None;
        needed |= facts.Tools > 0 ? Capabilities.Tools : 0;
        needed |= facts.Images > 0 ? Capabilities.Images : 0;
        needed |= facts.AudioParts > 0 ? Capabilities.Audio : 0;
        needed |= facts.HasSchema ? Capabilities.Schema : 0;
        return needed;
    }

    private static Exclusion Missing(CandidateSnapshot candidate, Capabilities needed)
    {
        var missing = needed & ~candidate.Can;
        if (missing == Capabilities.None)
        {
            return Exclusion.None;
        }

        var exclusion = Exclusion.None;
        exclusion |= (missing & Capabilities.Tools) != 0 ? Exclusion.NoTools : 0;
        exclusion |= (missing & Capabilities.Images) != 0 ? Exclusion.NoImages : 0;
        exclusion |= (missing & Capabilities.Audio) != 0 ? Exclusion.NoAudio : 0;
        exclusion |= (missing & Capabilities.Schema) != 0 ? Exclusion.NoSchema : 0;
        exclusion |= (missing & Capabilities.Embeddings) != 0 ? Exclusion.NoEmbeddings : 0;
        return exclusion;
    }

    // Where rule and key want data in two places, it may go nowhere.
    private static Exclusion Allowed(RoutingContext context, CandidateSnapshot candidate) =>
        context.Scope.AllowsModel(candidate.Name)
        && (context.Scope.Residency is not { } place || string.Equals(place, context.Residency, StringComparison.OrdinalIgnoreCase))
            ? Exclusion.None : Exclusion.NotAllowed;

    // The caller's own cap on output is a promise to need that much room; without one only the prompt must fit.
    private static Exclusion Size(RoutingContext context, CandidateSnapshot candidate)
    {
        var output = Math.Min(context.Facts.MaxOutputTokens, candidate.MaxOutput);
        return (long)context.EstimatedInputTokens + output > candidate.Context ? Exclusion.ContextTooSmall : Exclusion.None;
    }

    private static Exclusion Cost(double cost, double? maxCost) =>
        maxCost is not { } max ? Exclusion.None
        : double.IsNaN(cost) ? Exclusion.PriceUnknown
        : cost > max ? Exclusion.OverCostLimit : Exclusion.None;

    // A candidate that has shown no latency yet is given the benefit of the doubt.
    private static Exclusion Latency(RoutingContext context, RouteSnapshot route, CandidateSnapshot candidate)
    {
        var maxTotal = context.Facts.Hints.MaxLatencyMs;
        var maxFirst = route.Limits.MaxTimeToFirstToken?.TotalMilliseconds;
        if (maxTotal is null && maxFirst is null)
        {
            return Exclusion.None;
        }

        foreach (var deployment in candidate.Deployments)
        {
            // Comparisons with not-a-number are false: unknown is never too slow.
            if (deployment.Keeps(context.Residency) && !(deployment.State.TotalMs > maxTotal) && !(deployment.State.TimeToFirstTokenMs > maxFirst))
            {
                return Exclusion.None;
            }
        }

        // Where no deployment may serve at all, its place is the reason, not its speed.
        return context.Residency is { } residency && !candidate.HasDeploymentIn(residency) ? Exclusion.None : Exclusion.OverLatencyLimit;
    }

    private static Exclusion Place(RoutingContext context, CandidateSnapshot candidate) =>
        context.Residency is { } residency && !candidate.HasDeploymentIn(residency) ? Exclusion.Residency : Exclusion.None;

    // Where no deployment may serve at all, its place is the reason, not its health.
    private static Exclusion Health(RoutingContext context, CandidateSnapshot candidate) =>
        candidate.HasHealthyDeployment(context.Residency, context.Now)
        || (context.Residency is { } residency && !candidate.HasDeploymentIn(residency)) ? Exclusion.None : Exclusion.Unhealthy;

    private static RoutingStatus Plan(RoutingContext context, RouteSnapshot route)
    {
        var reference = context.Candidates.ReferenceIndex;
        context.Choice = context.OrderCount > 0 ? context.Order[0]
            : reference >= 0 && context.Evaluations[reference].IsEligible ? reference : -1;

        // Observing, the reference serves; where it may not (residency above all), the choice does. A benched reference is no reason
        // for a weaker model to step in unasked.
        if (!context.Serves)
        {
            context.AppendToPlan(reference);
            if (context.PlanCount == 0 && !(reference >= 0 && context.Evaluations[reference].IsOnlyUnhealthy))
            {
                AppendOrder(context);
            }
        }
        else
        {
            AppendOrder(context);
            context.AppendToPlan(reference);
        }

        // Where a failing reference is to be an error, nothing weaker stands in for it; a request it could never serve is another matter.
        var isRefused = route.OnReferenceDown == ReferenceDown.Refuse && reference >= 0
            && (context.Evaluations[reference].Exclusion & ~Exclusion.Unhealthy) == Exclusion.None;
        if (!isRefused)
        {
            foreach (var fallback in context.Candidates.Fallbacks)
            {
                context.AppendToPlan(fallback);
            }
        }

        // Benched, but the last that may be asked.
        if (context.PlanCount > 0 || !context.Serves)
        {
            context.AppendBenchedToPlan(reference);
        }

        return context.PlanCount > 0 ? RoutingStatus.Decided : RoutingStatus.NoEligibleCandidate;
    }

    private static void AppendOrder(RoutingContext context)
    {
        foreach (var index in context.Order)
        {
            context.AppendToPlan(index);
        }
    }

    private static double? Smaller(double? a, double? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
