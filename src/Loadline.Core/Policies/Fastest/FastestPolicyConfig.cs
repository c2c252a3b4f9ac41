using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: fastest, measure: first_token }</c>: who was fastest lately.</summary>
/// <param name="View">Which latency counts.</param>
/// <param name="Slack">The share above the fastest within which the cheaper is taken.</param>
/// <param name="Explore">The share of requests that try a candidate of which nothing is known.</param>
public sealed record FastestPolicyConfig(LatencyView View, double Slack, double Explore) : PolicyConfig
{
    /// <summary>The slack where the config names none.</summary>
    public const double DefaultSlack = 0.1;

    /// <summary>The share of exploration where the config names none.</summary>
    public const double DefaultExplore = 0.02;

    /// <inheritdoc/>
    public override string Kind => FastestPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => [];

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => new FastestPolicy(View, Slack, Explore);

    /// <inheritdoc/>
    public override string Describe() =>
        "{ kind: fastest, " + View.Describe() + ", slack: " + NumberText.Format(Slack) + ", explore: " + NumberText.Format(Explore) + " }";
}
