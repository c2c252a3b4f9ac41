using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Plans;

/// <summary>Changes what is left of a plan after a failure that only some candidates can mend.</summary>
public static class Replanning
{
    /// <summary>Changes the plan where the failure asks for it.</summary>
    /// <returns>Whether trying on makes sense.</returns>
    public static bool After(RoutingContext context, in AttemptResult result, CandidateSnapshot failed)
    {
        if (result.OutputCommitted)
        {
            return false;
        }

        switch (result.Error)
        {
            case RoutingError.UpstreamContextOverflow:
                OnlyLarger(context, failed);
                return true;
            case RoutingError.UpstreamContentFiltered:
                context.ClearPlan();
                Append(context, context.Candidates.ContentFallbacks);
                return true;
            case RoutingError.UpstreamDeclined:
                context.ClearPlan();
                Append(context, context.Candidates.RefusalFallbacks);
                return true;
            case RoutingError.UpstreamQuota:
                First(context, context.Candidates.QuotaFallbacks);
                return true;
            default:
                return RoutingErrors.MayFailOver(result.Error);
        }
    }

    /// <summary>Tells whether somebody can be asked in place of a candidate that declined to answer: one step on, never in a circle.</summary>
    public static bool MayReplaceRefusal(RoutingContext context, CandidateSnapshot declined)
    {
        var mayReplace = false;
        foreach (var step in context.Candidates.RefusalFallbacks)
        {
            if (ReferenceEquals(context.Candidates.All[step], declined))
            {
                return false;
            }

            mayReplace |= context.Evaluations[step].IsEligible;
        }

        return mayReplace;
    }

    // A window nobody knows is not known to be larger.
    private static void OnlyLarger(RoutingContext context, CandidateSnapshot failed)
    {
        Span<int> before = stackalloc int[context.Plan.Length];
        context.Plan.CopyTo(before);
        context.ClearPlan();
        Append(context, context.Candidates.ContextFallbacks);
        foreach (var step in before)
        {
            var window = context.Candidates.All[step].Context;
            if (window != int.MaxValue && window > failed.Context)
            {
                context.AppendToPlan(step);
            }
        }
    }

    /// <summary>Puts some candidates before all others of what is left.</summary>
    internal static void First(RoutingContext context, ReadOnlySpan<int> named)
    {
        Span<int> before = stackalloc int[context.Plan.Length];
        context.Plan.CopyTo(before);
        context.ClearPlan();
        Append(context, named);
        foreach (var step in before)
        {
            context.AppendToPlan(step);
        }
    }

    private static void Append(RoutingContext context, ReadOnlySpan<int> named)
    {
        foreach (var step in named)
        {
            context.AppendToPlan(step);
        }
    }
}
