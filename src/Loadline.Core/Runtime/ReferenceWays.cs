using Loadline.Core.Configuration;

namespace Loadline.Core.Runtime;

/// <summary>Tells an edit that only adds ways to the reference from any other: without those ways, it is the route that was certified.</summary>
/// <remarks>Ways are rules that leave the reference alone, and the reference as a fallback. What they serve is the reference's own answer.</remarks>
internal static class ReferenceWays
{
    // Every choice of rules that may have been there already is tried.
    private const int MostRules = 6;

    /// <summary>The route without some or all of its ways to the reference; itself not among them.</summary>
    public static IEnumerable<RouteConfig> Without(RouteConfig route)
    {
        var ways = route.Rules.Where(rule => IsWay(rule, route.Reference)).Take(MostRules).ToList();
        for (var kept = 0; kept < 1 << ways.Count; kept++)
        {
            var removed = ways.Where((_, i) => (kept & (1 << i)) == 0).ToList();
            var less = route with { Rules = [.. route.Rules.Where(rule => !removed.Contains(rule))] };
            if (removed.Count > 0)
            {
                yield return less;
            }

            if (HasFallback(route))
            {
                yield return less with { Fallbacks = Others(route.Fallbacks, route.Reference), FallbacksFor = Others(route.FallbacksFor, route.Reference) };
            }
        }
    }

    private static bool IsWay(RuleConfig rule, string reference) =>
        rule.Residency is null && (rule.Use == reference || (rule.Use is null && rule.Pool is [var only] && only == reference));

    private static bool HasFallback(RouteConfig route) =>
        route.Fallbacks.Concat(route.FallbacksFor.Context).Concat(route.FallbacksFor.Content).Concat(route.FallbacksFor.Quota)
            .Concat(route.FallbacksFor.Refusal).Contains(route.Reference, StringComparer.Ordinal);

    private static FallbackConfig Others(FallbackConfig fallbacks, string reference) => fallbacks with
    {
        Context = Others(fallbacks.Context, reference),
        Content = Others(fallbacks.Content, reference),
        Quota = Others(fallbacks.Quota, reference),
        Refusal = Others(fallbacks.Refusal, reference),
    };

    private static IReadOnlyList<string> Others(IReadOnlyList<string> names, string reference) => [.. names.Where(name => name != reference)];
}
