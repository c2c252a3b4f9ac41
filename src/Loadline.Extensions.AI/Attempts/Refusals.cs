using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using RoutingContext = Loadline.Core.Routing.RoutingContext;

namespace Loadline.Extensions.AI.Attempts;

/// <summary>Says why nobody serves a request, and what to do about it.</summary>
internal static class Refusals
{
    public static LoadlineException Create(RoutingStatus status, string model, RoutingContext context, RuntimeSnapshot snapshot) => status switch
    {
        RoutingStatus.UnknownModel => new LoadlineException(
            "unknown_model",
            $"'{model}' is neither a route nor a model. Routes: {List(snapshot.Routes.Select(route => route.Name))}; "
            + $"models: {List(snapshot.Candidates.Select(candidate => candidate.Name))}. Set ChatOptions.ModelId to one of them, or leave it unset for 'auto'."),
        _ => new LoadlineException("no_eligible_candidate", $"No candidate of '{model}' can serve this request: {Why(context)}."),
    };

    private static string Why(RoutingContext context)
    {
        var reasons = new List<string>();
        foreach (ref readonly var evaluation in context.Evaluations)
        {
            reasons.Add(evaluation.Candidate.Name + " (" + string.Join(", ", Exclusions.Explain(evaluation.Exclusion)) + ")");
        }

        return string.Join("; ", reasons);
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("none"));
}
