using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="CheapestPolicyConfig"/> is written.</summary>
internal sealed class CheapestPolicyKind() : PolicyKindOf<CheapestPolicyKind.Draft>(
    CheapestPolicy.ConfigName,
    "The candidate with the least expected cost; unknown prices last.",
    "cheapest")
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Draft draft) => new(new CheapestPolicyConfig(), []);

    internal sealed class Draft;
}
