using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>The order that a plan itself names, where the route has no policy beside it.</summary>
/// <param name="Plan">The plan's kind, as reasons show it.</param>
/// <param name="Steps">The candidates in order.</param>
public sealed record StepsPolicyConfig(string Plan, IReadOnlyList<string> Steps) : PolicyConfig
{
    /// <inheritdoc/>
    public override string Kind => Plan;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => Steps;

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) =>
        new StepsPolicy(Plan, [.. Steps.Select(candidates.PoolIndexOf).Where(index => index >= 0)]);

    /// <inheritdoc/>
    public override string Describe() => Plan + " " + string.Join(' ', Steps);
}
