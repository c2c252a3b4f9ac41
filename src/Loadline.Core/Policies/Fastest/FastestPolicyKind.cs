using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="FastestPolicyConfig"/> is written.</summary>
internal sealed class FastestPolicyKind() : PolicyKindOf<FastestPolicyKind.Keys>(
    FastestPolicy.ConfigName,
    "The candidate that was fastest lately with requests of this size.",
    "{ kind: fastest, measure: first_token }",
    [
        .. LatencyKeys.For<Keys>(),
        new Key<Keys, double>(
            "slack",
            new ShareShape(),
            "The share above the fastest within which the cheapest is taken. Default: 10%.",
            (draft, slack, _) => draft.Slack = slack),
        new Key<Keys, double>(
            "explore",
            new ShareShape(),
            "The share of requests that try a candidate of which nothing is known. Default: 2%.",
            (draft, explore, _) => draft.Explore = explore),
    ])
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft) =>
        new(new FastestPolicyConfig(draft.View, draft.Slack, draft.Explore), []);

    internal sealed class Keys : LatencyKeys
    {
        public double Slack { get; set; } = FastestPolicyConfig.DefaultSlack;

        public double Explore { get; set; } = FastestPolicyConfig.DefaultExplore;
    }
}
