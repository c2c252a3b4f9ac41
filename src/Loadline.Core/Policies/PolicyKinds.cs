using System.Collections.Frozen;

namespace Loadline.Core.Policies;

/// <summary>Every kind of policy, by config name.</summary>
internal static class PolicyKinds
{
    private static readonly FrozenDictionary<string, PolicyKind> ByName;

    static PolicyKinds()
    {
        All =
        [
            new CheapestPolicyKind(), new TieredPolicyKind(), new PredictivePolicyKind(), new WeightedPolicyKind(), new FixedPolicyKind(),
            new FastestPolicyKind(), new LeastBusyPolicyKind(), new BalancedPolicyKind(), new StagePolicyKind(), new SemanticPolicyKind(), new BanditPolicyKind(), new LlmPolicyKind(),
        ];
        ByName = All.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
        Names = [.. All.Select(kind => kind.Name)];
    }

    public static IReadOnlyList<PolicyKind> All { get; }

    public static IReadOnlyList<string> Names { get; }

    public static PolicyKind? Find(string name) => ByName.GetValueOrDefault(name);
}
