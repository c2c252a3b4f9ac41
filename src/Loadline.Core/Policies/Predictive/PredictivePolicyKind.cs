using Loadline.Core.Configuration.Reading;
using Loadline.Core.Predictors;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="PredictivePolicyConfig"/> is written.</summary>
internal sealed class PredictivePolicyKind() : PolicyKindOf<PredictivePolicyKind.Keys>(
    PredictivePolicy.ConfigName,
    "The candidate that a trained policy expects to be worth its cost.",
    "{ kind: predictive, artifact: auto.policy, keep: 0.95 }",
    new Key<Keys, string>(
        "artifact",
        new PathShape("the file that `loadline train` wrote", "`auto.policy`"),
        "The policy artifact that `loadline train` wrote; from this file's own folder where it is not absolute.",
        (draft, path, place) => draft.Artifact = new(path, place))
    { Required = "artifact: auto.policy" },
    new Key<Keys, double>(
        "keep",
        new ShareShape(),
        "The share of the reference's quality to keep, as training rows showed it; 0.95 by default.",
        (draft, keep, place) => draft.Keep = new(keep, place)),
    new Key<Keys, double>(
        "lambda",
        new NumberShape("a number from 0 to 1m", "`0.1`", 0, 1e6),
        "Instead of `keep`: how much quality the mean cost of one reference call is worth.",
        (draft, lambda, place) => draft.Lambda = new(lambda, place)),
    new Key<Keys, PredictiveCosts>(
        "costs",
        new ChoiceShape<PredictiveCosts>("where expected costs come from", [("trained", PredictiveCosts.Trained), ("live", PredictiveCosts.Live)]),
        "`trained` (default): costs as the training rows had them. `live`: today's prices, the prompt's tokens and each model's expected output length.",
        (draft, costs, _) => draft.Costs = costs),
    new Key<Keys, TimeSpan>(
        "warm_cache",
        new DurationShape(),
        "Counts the cached-input price of a candidate that answered the conversation within this time. Default: not counted.",
        (draft, lasts, _) => draft.WarmCache = lasts),
    new Key<Keys, EmbeddingDraft>(
        "embeddings",
        EmbeddingDraft.Shape,
        "Asks an embedding model about each message, within a time; without an answer its words decide. Needs an artifact trained with `--embeddings`.",
        (draft, embeddings, _) => draft.Embeddings = embeddings))
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft)
    {
        if (draft is { Keep: { } keep, Lambda: not null })
        {
            scope.Error(keep.Place, "`keep` and `lambda` both set the knob", "Keep one of them.");
            return null;
        }

        try
        {
            var artifact = PolicyArtifactFile.Load(scope.Depend(draft.Artifact.Value));
            return new PolicyDraft(
                new PredictivePolicyConfig(artifact, draft.Keep?.Value, draft.Lambda?.Value, draft.Costs, draft.WarmCache) { Embeddings = draft.Embeddings?.ToSource() }, [])
            {
                Embedders = draft.Embeddings is { } embeddings ? [embeddings.Model] : [],
            };
        }
        catch (PolicyArtifactException error)
        {
            scope.Error(draft.Artifact.Place, "this artifact cannot be used", error.Message);
            return null;
        }
    }

    internal sealed class Keys : Draft
    {
        public Located<string> Artifact { get; set; }

        public Located<double>? Keep { get; set; }

        public Located<double>? Lambda { get; set; }

        public PredictiveCosts Costs { get; set; }

        public TimeSpan? WarmCache { get; set; }

        public EmbeddingDraft? Embeddings { get; set; }
    }
}
