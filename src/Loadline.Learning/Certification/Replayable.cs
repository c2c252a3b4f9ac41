using Loadline.Core.Configuration;
using Loadline.Core.Policies;

namespace Loadline.Learning.Certification;

/// <summary>Whether graded rows can tell what a route would do: only where it decides by the prompt alone, and serves one answer.</summary>
internal static class Replayable
{
    private static readonly string[] Live = ["fastest", "least-busy", "balanced", "bandit", "llm"];

    /// <param name="route">The route.</param>
    /// <param name="isLedger">Whether a ledger's rows are asked, which keep what priority the caller stated.</param>
    /// <exception cref="CertifyException">They cannot, and why.</exception>
    public static void Check(RouteConfig route, bool isLedger = false)
    {
        if (route.Plan is not null)
        {
            throw new CertifyException($"Route {route.Name} has a plan of several answers; this version certifies plan: single. Measure it with `loadline eval --cascade`.");
        }

        if (route.Sessions is not null)
        {
            throw new CertifyException($"Route {route.Name} keeps conversations with their model (sessions); graded rows are single requests and cannot show what it would do.");
        }

        foreach (var rule in route.Rules)
        {
            if (isLedger ? rule.When.AsksBesideRecord : rule.When.AsksBesidePrompt)
            {
                throw new CertifyException(
                    $"Rule {rule.Name} of route {route.Name} asks for headers, metadata or hints, which graded rows do not have: it would never hold here and would in traffic. "
                    + "Certify a route without it.");
            }
        }

        foreach (var policy in route.Rules.Select(rule => rule.Policy).Append(route.Policy))
        {
            if (policy is not null && (Live.Contains(policy.Kind) || policy is CheapestPolicyConfig { Prefer: not null } or PredictivePolicyConfig { WarmCache: not null } or PredictivePolicyConfig { Embeddings: not null }))
            {
                throw new CertifyException($"Policy {policy.Kind} of route {route.Name} decides by what happens while serving; graded rows cannot show what it would do.");
            }
        }
    }
}
