using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;

namespace Loadline.Core.Runtime;

/// <summary>The digest of everything that decides for a route; any change of it is another route to a certificate.</summary>
/// <remarks>
/// In it: rules, pool, reference, fallbacks, policy, limits, and of each candidate its parameters, window, capabilities, price and
/// deployments with their residency. Not in it: mode, timeouts, hedging, keys and the process's settings, which decide
/// no quality: a hedge goes where a failover would.
/// </remarks>
internal static class RouteDigest
{
    private const int Digits = 16;

    public static string Of(RouteConfig route, CandidateSet candidates, Func<RuleConfig, PolicyConfig> policyOf)
    {
        var text = new StringBuilder("loadline route 1\n");
        Line(text, "pool", string.Join('\n', route.Pool));
        Line(text, "reference", route.Reference);
        Line(text, "fallbacks", string.Join('\n', route.Fallbacks));
        Line(text, "fallbacks.context", string.Join('\n', route.FallbacksFor.Context));
        Line(text, "fallbacks.content", string.Join('\n', route.FallbacksFor.Content));
        Line(text, "fallbacks.quota", string.Join('\n', route.FallbacksFor.Quota));
        if (route.FallbacksFor.Refusal.Count > 0)
        {
            // Only where it is used: the digests of routes without it stay what they were.
            Line(text, "fallbacks.refusal", string.Join('\n', route.FallbacksFor.Refusal));
        }

        if (route.OverBudget.Count > 0)
        {
            Line(text, "over_budget", string.Join('\n', route.OverBudget));
        }

        Line(text, "on_reference_down", route.OnReferenceDown.ToString());
        Line(text, "policy", route.Policy.Describe());
        if (route.Plan is { } plan)
        {
            Line(text, "plan", plan.Describe());
        }

        Line(text, "max_cost_usd", route.Limits.MaxCostUsd?.ToString("R", CultureInfo.InvariantCulture));
        Line(text, "max_ttft", route.Limits.MaxTimeToFirstToken?.Ticks.ToString(CultureInfo.InvariantCulture));
        Line(text, "sessions", route.Sessions?.Describe());
        foreach (var rule in route.Rules)
        {
            Line(text, "rule", rule.Name);
            Line(text, "when", rule.When.ToString());
            Line(text, "use", rule.Use);
            Line(text, "rule pool", rule.Pool is null ? null : string.Join('\n', rule.Pool));
            Line(text, "rule policy", policyOf(rule).Describe());
            Line(text, "residency", rule.Residency?.ToLowerInvariant());
        }

        Append(text, candidates.All);
        return Hash(text);
    }

    public static string OfDirect(CandidateSnapshot candidate)
    {
        var text = new StringBuilder("loadline direct 1\n");
        Append(text, [candidate]);
        return Hash(text);
    }

    private static void Append(StringBuilder text, CandidateSnapshot[] candidates)
    {
        foreach (var candidate in candidates)
        {
            Line(text, "candidate", candidate.Name);
            Line(text, "effort", candidate.Effort);
            Line(text, "context", candidate.Context.ToString(CultureInfo.InvariantCulture));
            Line(text, "max_output", candidate.MaxOutput.ToString(CultureInfo.InvariantCulture));
            Line(text, "can", ((int)candidate.Can).ToString(CultureInfo.InvariantCulture));
            foreach (var deployment in candidate.Deployments)
            {
                Append(text, deployment);
            }
        }
    }

    private static void Append(StringBuilder text, DeploymentSnapshot deployment)
    {
        var provider = deployment.Provider.Config;
        Line(text, "deployment", deployment.Id);
        Line(text, "weight", deployment.Weight.ToString(CultureInfo.InvariantCulture));
        Line(text, "dialect", provider.Dialect);
        Line(text, "server", provider.Server);
        Line(text, "api_version", provider.ApiVersion);
        Line(text, "url", provider.Url?.AbsoluteUri);
        Line(text, "outcomes", provider.Outcomes);
        Line(text, "residency", provider.Residency?.ToLowerInvariant());
        var price = deployment.Price;
        Line(text, "price", price is null ? null : string.Create(
            CultureInfo.InvariantCulture, $"{price.Input:G29} {price.Output:G29} {price.CachedInput:G29} {price.CacheWrite:G29}"));
    }

    // The length in front keeps one value from looking like another value and the next line.
    private static void Line(StringBuilder text, string name, string? value) => text
        .Append(name).Append(' ').Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1} ").Append(value).Append('\n');

    private static string Hash(StringBuilder text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
}
