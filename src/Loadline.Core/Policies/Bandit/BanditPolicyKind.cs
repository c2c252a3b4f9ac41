using Loadline.Core.Configuration.Reading;
using Loadline.Core.Semantics;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="BanditPolicyConfig"/> is written.</summary>
internal sealed class BanditPolicyKind() : PolicyKindOf<BanditPolicyKind.Keys>(
    BanditPolicy.ConfigName,
    "Learns from feedback which candidate is worth it for what kind of request.",
    "{ kind: bandit, cost_weight: 20, explore: 5%, state: auto.bandit }",
    new Key<Keys, BanditAlgorithm>(
        "algorithm",
        new ChoiceShape<BanditAlgorithm>("an algorithm", [("linucb", BanditAlgorithm.LinUcb), ("thompson", BanditAlgorithm.Thompson)]),
        "linucb: the highest upper bound; thompson: a draw from each estimate. Default: linucb.",
        (draft, algorithm, _) => draft.Settings = draft.Settings with { Algorithm = algorithm }),
    new Key<Keys, double>(
        "width",
        new NumberShape("a number from 0 to 100", "`0.7`", 0, 100),
        "How wide an uncertain estimate is taken: standard errors for linucb, the scale of the draw for thompson. Default: 0.7.",
        (draft, width, _) => draft.Settings = draft.Settings with { Width = width }),
    new Key<Keys, double>(
        "cost_weight",
        new NumberShape("a number from 0 to 1m", "`20`", 0, 1e6),
        "How much quality one USD is worth. Default: 1.",
        (draft, weight, _) => draft.Settings = draft.Settings with { CostWeight = weight }),
    new Key<Keys, double>(
        "explore",
        new ShareShape(),
        "The largest share of requests that may go elsewhere than to the best estimate. Default: 10%.",
        (draft, share, _) => draft.Settings = draft.Settings with { Explore = share }),
    new Key<Keys, double>(
        "floor",
        new ShareShape(),
        "The share of the reference's estimated quality that a candidate's must reach, where the pool has the reference. Default: 0, none.",
        (draft, floor, _) => draft.Settings = draft.Settings with { Floor = floor }),
    new Key<Keys, double>(
        "first",
        new NumberShape("a number of judgements from 0 to 1m", "`100`", 0, 1e6, whole: true),
        "The judgements that each candidate is tried for, as far as explore allows, before its estimate is trusted. Default: 50.",
        (draft, first, _) => draft.Settings = draft.Settings with { First = (int)first }),
    new Key<Keys, string>(
        "state",
        new PathShape("a file", "`auto.bandit`"),
        "The file that keeps what it learned; from this file's own folder where it is not absolute. Left out: forgotten at the end.",
        (draft, path, place) => draft.State = new(path, place)),
    new Key<Keys, string>(
        "intents",
        new PathShape("the file that `loadline train --semantic` wrote", "`intents.semantic`"),
        "Examples of what requests are about, at most 32 kinds: one feature each, in the place of task and domain.",
        (draft, path, place) => draft.Intents = new(path, place)))
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft)
    {
        var path = draft.State is { } state ? Path.Combine(scope.Folder, state.Value) : null;
        try
        {
            BanditStateFile.Load(path);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            scope.Error(draft.State!.Value.Place, "this state cannot be used", error.Message);
            return null;
        }

        var intents = draft.Intents is { } file ? Read(scope, file) : null;
        return draft.Intents is not null && intents is null ? null : new PolicyDraft(new BanditPolicyConfig(draft.Settings, path, intents), []);
    }

    private static SemanticArtifact? Read(ReadScope scope, Located<string> file)
    {
        try
        {
            var artifact = SemanticArtifact.Read(File.ReadAllBytes(Path.Combine(scope.Folder, file.Value)));
            if (artifact.Routes.Count <= BanditFeatures.MostIntents)
            {
                return artifact;
            }

            scope.Error(file.Place, $"it has {artifact.Routes.Count} kinds, and a bandit tells {BanditFeatures.MostIntents} apart", "Train it with fewer labels.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            scope.Error(file.Place, "these intents cannot be used", error.Message);
        }

        return null;
    }

    internal sealed class Keys : Draft
    {
        public BanditSettings Settings { get; set; } = BanditSettings.Default;

        public Located<string>? State { get; set; }

        public Located<string>? Intents { get; set; }
    }
}
