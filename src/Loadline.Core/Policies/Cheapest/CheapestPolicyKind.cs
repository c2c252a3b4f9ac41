using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="CheapestPolicyConfig"/> is written.</summary>
internal sealed class CheapestPolicyKind() : PolicyKindOf<CheapestPolicyKind.Keys>(
    CheapestPolicy.ConfigName,
    "The candidate with the least expected cost; unknown prices last.",
    "cheapest")
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft) => new(new CheapestPolicyConfig(), []);

    internal sealed class Keys : Draft;
}
