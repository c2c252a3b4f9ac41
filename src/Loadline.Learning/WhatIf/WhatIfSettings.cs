using System.Globalization;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;

namespace Loadline.Learning.WhatIf;

/// <summary>Lists the ways a route could be set: as it is, its knob elsewhere, and each candidate alone.</summary>
/// <remarks>
/// A trained policy's knob is its path of λ; where bands of complexity decide, all of their bounds move together. Other policies have no knob. Single candidates stand without
/// rules: mixing two of them by chance is what a router that knows nothing of the request can do.
/// </remarks>
public static class WhatIfSettings
{
    private const int MostKnobs = 8;
    private const int MostSingles = 8;
    private static readonly double[] Shifts = [-0.2, -0.1, 0.1, 0.2];

    /// <summary>Lists them: as configured, then knobs from the dearest to the cheapest, then single candidates.</summary>
    /// <param name="config">The config.</param>
    /// <param name="route">The route's name.</param>
    public static IReadOnlyList<WhatIfSetting> Of(LoadlineConfig config, string route)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Routes.FirstOrDefault(one => one.Name == route) is not { } found)
        {
            return [];
        }

        LoadlineConfig With(RouteConfig changed) => config with { Routes = [changed] };
        return
        [
            new WhatIfSetting("as configured", WhatIfSettingKind.AsConfigured, With(found)),
            .. Knobs(found).Select(knob => new WhatIfSetting(knob.Name, WhatIfSettingKind.Knob, With(knob.Route))),
            .. found.Pool.Take(MostSingles).Select(model => new WhatIfSetting(model + " alone", WhatIfSettingKind.Alone, With(Alone(found, model)))),
        ];
    }

    private static IEnumerable<(string Name, RouteConfig Route)> Knobs(RouteConfig route) => route.Policy switch
    {
        PredictivePolicyConfig predictive => Spread(predictive).Select(knob => (
            string.Create(CultureInfo.InvariantCulture, $"λ {knob.Lambda:0.###} (kept {knob.Keep:0.0%} in training)"),
            route with { Policy = predictive with { Keep = null, Lambda = knob.Lambda, Certified = null } })),
        TieredPolicyConfig => Shifts.Select(shift => (
            string.Create(CultureInfo.InvariantCulture, $"bounds {shift:+0.0;−0.0}"),
            route with
            {
                Policy = Shifted(route.Policy, shift)!,
                Rules = [.. route.Rules.Select(rule => rule with { Policy = Shifted(rule.Policy, shift) })],
            })),
        _ => [],
    };

    // Evenly over the path, its ends included; the knob that serves the reference alone is among the single candidates.
    private static IEnumerable<Core.Predictors.PolicyKnob> Spread(PredictivePolicyConfig policy)
    {
        var knobs = policy.Artifact.Knobs.Where(knob => knob.Lambda >= 0).ToList();
        return knobs.Count <= MostKnobs ? knobs : Enumerable.Range(0, MostKnobs).Select(i => knobs[i * (knobs.Count - 1) / (MostKnobs - 1)]).Distinct();
    }

    private static PolicyConfig? Shifted(PolicyConfig? policy, double shift) => policy is TieredPolicyConfig tiered
        ? tiered with { Tiers = [.. tiered.Tiers.Select(tier => tier with { Below = tier.Below is { } below ? Math.Round(Math.Clamp(below + shift, 0, 1), 6) : null })] }
        : policy;

    private static RouteConfig Alone(RouteConfig route, string model) =>
        route with { Policy = new FixedPolicyConfig(model), Rules = [], Plan = null, Sessions = null };
}
