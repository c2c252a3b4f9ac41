using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="BalancedPolicyConfig"/> is written.</summary>
internal sealed class BalancedPolicyKind() : PolicyKindOf<BalancedPolicyKind.Keys>(
    BalancedPolicy.ConfigName,
    "A weighted sum of cost, latency and load, each in doublings.",
    "{ kind: balanced, weights: { cost: 1, latency: 1, load: 0.5 } }",
    [
        .. LatencyKeys.For<Keys>(),
        new Key<Keys, WeightKeys>(
            "weights",
            WeightKeys.Shape,
            "How much each counts; only the ratios do.",
            (draft, weights, _) => draft.Weights = weights.Weights),
    ])
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft)
    {
        if (draft.Weights is not { Cost: 0, Latency: 0, Load: 0 })
        {
            return new PolicyDraft(new BalancedPolicyConfig(draft.Weights, draft.View), []);
        }

        scope.Error(mapping, "no weight is above 0, so nothing decides", "Write `weights: { cost: 1, latency: 1, load: 0.5 }`.");
        return null;
    }

    internal sealed class Keys : LatencyKeys
    {
        public BalanceWeights Weights { get; set; } = BalanceWeights.Default;
    }

    /// <summary>The weights as read; one left out is as by default.</summary>
    internal sealed class WeightKeys : Draft
    {
        private static readonly NumberShape Weight = new("a weight from 0 to 1m", "`1`", 0, 1e6);

        public static SectionShape<WeightKeys> Shape { get; } = new(
            "weights",
            "`{ cost: 1, latency: 1, load: 0.5 }`",
            () => new WeightKeys(),
            [
                new Key<WeightKeys, double>(
                    "cost", Weight, "Of a doubling of cost. Default: 1.", (draft, weight, _) => draft.Weights = draft.Weights with { Cost = weight }),
                new Key<WeightKeys, double>(
                    "latency", Weight, "Of a doubling of latency. Default: 1.", (draft, weight, _) => draft.Weights = draft.Weights with { Latency = weight }),
                new Key<WeightKeys, double>(
                    "load", Weight, "Of a doubling of calls under way. Default: 0.5.", (draft, weight, _) => draft.Weights = draft.Weights with { Load = weight }),
            ]);

        public BalanceWeights Weights { get; set; } = BalanceWeights.Default;
    }
}
