using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="WeightedPolicyConfig"/> is written.</summary>
internal sealed class WeightedPolicyKind() : PolicyKindOf<WeightedPolicyKind.Keys>(
    WeightedPolicy.ConfigName,
    "A draw by weight among the eligible candidates.",
    "{ kind: weighted, weights: { small: 90, large: 10 } }",
    new Key<Keys, List<NamedEntry<double>>>(
        "weights",
        new EntriesShape<double>(
            WordShape.Candidate,
            new NumberShape("a weight above 0, up to 1m", "`90`", 1e-6, 1e6),
            "candidates with weights",
            "`{ small: 90, large: 10 }`"),
        "Candidates and their weights; only the ratios count.",
        (draft, weights, _) => draft.Weights = weights)
    { Required = "weights: { small: 90, large: 10 }" })
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft) => new(
        new WeightedPolicyConfig([.. draft.Weights.Select(entry => KeyValuePair.Create(entry.Name, entry.Value))]),
        [.. draft.Weights.Select(entry => new Located<string>(entry.Name, entry.Place))]);

    internal sealed class Keys : Draft
    {
        public List<NamedEntry<double>> Weights { get; set; } = [];
    }
}
