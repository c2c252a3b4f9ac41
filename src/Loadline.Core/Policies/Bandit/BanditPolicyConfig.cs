using Loadline.Core.Rules;
using Loadline.Core.Runtime;
using Loadline.Core.Semantics;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: bandit, cost_weight: 20, explore: 5% }</c>: learns from feedback.</summary>
/// <param name="Settings">How it decides.</param>
/// <param name="State">The file that keeps what it learned; <see langword="null"/>: memory alone.</param>
/// <param name="Intents">Examples of what requests are about; <see langword="null"/>: the built-in signals tell.</param>
public sealed record BanditPolicyConfig(BanditSettings Settings, string? State, SemanticArtifact? Intents = null) : PolicyConfig
{
    /// <inheritdoc/>
    public override string Kind => BanditPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => [];

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => Create(candidates, new BanditState());

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates, PolicyScope scope)
    {
        var state = scope.States.Get(scope.Key + "/bandit " + Intents?.Digest, () => BanditStateFile.Load(State));
        state.Path = State;
        return Create(candidates, state);
    }

    /// <inheritdoc/>
    public override string? Problem(IReadOnlyList<string> pool, string? reference) =>
        Settings.Floor > 0 && pool.Count > 1 && !(reference is not null && pool.Contains(reference, StringComparer.Ordinal))
            ? "`floor` is a share of the reference's estimated quality, and the pool that the policy chooses from has no reference to learn about"
            : null;

    internal override string Remedy => "Add the reference to the pool, or take out `floor`.";

    // Where it keeps what it learned decides nothing.
    /// <inheritdoc/>
    public override string Describe() =>
        "{ kind: bandit, algorithm: " + (Settings.Algorithm == BanditAlgorithm.LinUcb ? "linucb" : "thompson") + ", width: " + NumberText.Format(Settings.Width)
        + ", cost_weight: " + NumberText.Format(Settings.CostWeight) + ", explore: " + NumberText.Format(Settings.Explore)
        + ", floor: " + NumberText.Format(Settings.Floor) + ", first: " + NumberText.Format(Settings.First) + (Intents is null ? "" : ", intents: sha256-" + Intents.Digest) + " }";

    private BanditPolicy Create(CandidateSet candidates, BanditState state) => new(
        Settings,
        [.. candidates.All[..candidates.PoolCount].Select(candidate => candidate.Name)],
        candidates.ReferenceIndex < candidates.PoolCount ? candidates.ReferenceIndex : -1,
        state,
        Intents is null ? null : SemanticIndex.Build([.. Intents.Routes.Select(route => route.Texts)]));
}
