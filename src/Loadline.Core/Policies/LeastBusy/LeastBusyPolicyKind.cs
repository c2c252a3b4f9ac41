using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="LeastBusyPolicyConfig"/> is written.</summary>
internal sealed class LeastBusyPolicyKind() : PolicyKindOf<LeastBusyPolicyKind.Keys>(
    LeastBusyPolicy.ConfigName,
    "The candidate with the smallest share of its slots taken.",
    "{ kind: least-busy, slots: { small: 8, large: 2 } }",
    new Key<Keys, List<NamedEntry<double>>>(
        "slots",
        new EntriesShape<double>(
            WordShape.Candidate,
            new NumberShape("a number of calls above 0, up to 1m", "`8`", 1e-6, 1e6),
            "candidates with slots",
            "`{ small: 8, large: 2 }`"),
        "Calls that a candidate can well serve at once; by default the sum of its deployments' weights.",
        (draft, slots, _) => draft.Slots = slots))
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft) => new(
        new LeastBusyPolicyConfig([.. draft.Slots.Select(entry => KeyValuePair.Create(entry.Name, entry.Value))]),
        [.. draft.Slots.Select(entry => new Located<string>(entry.Name, entry.Place))]);

    internal sealed class Keys : Draft
    {
        public List<NamedEntry<double>> Slots { get; set; } = [];
    }
}
