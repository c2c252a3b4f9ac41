using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>A trained policy and what was tried on the way.</summary>
/// <param name="Artifact">The policy.</param>
/// <param name="Tried">Every predictor, with its score out of fold.</param>
/// <param name="Chosen">The one in the artifact.</param>
/// <param name="Tasks">Number of tasks learned from labels.</param>
/// <param name="TaskAccuracy">Share of training rows whose task was inferred right out of fold; not a number without labels.</param>
public sealed record TrainingResult(
    PolicyArtifact Artifact, IReadOnlyList<TriedPredictor> Tried, TriedPredictor Chosen, int Tasks, double TaskAccuracy)
{
    /// <summary>Gets the mean error of expected output lengths out of fold, in tokens, and that of each model's mean; <see langword="null"/> where rows lack lengths.</summary>
    public (double Expected, double Mean)? LengthErrors { get; init; }

    /// <summary>Gets the mean squared error out of fold of the differences between models, with embeddings and without; <see langword="null"/> where there were none.</summary>
    public (double With, double Without)? EmbeddingErrors { get; init; }

    /// <summary>Gets what embeddings add, whether it helps or not; <see langword="null"/> where there were none.</summary>
    public EmbeddingHead? TriedEmbeddings { get; init; }

    internal Func<TriedPredictor, PredictorWeights> Weights { get; init; } = _ => throw new InvalidOperationException();

    internal Func<double, float> NoveltyBound { get; init; } = _ => throw new InvalidOperationException();

    /// <summary>The weights that the artifact would have had with another of the predictors that were tried.</summary>
    public PredictorWeights WeightsOf(TriedPredictor tried) => Weights(tried);

    /// <summary>The novelty bound that the artifact would have had, had it been asked for another share of false fallbacks.</summary>
    public float NoveltyBoundOf(double share) => NoveltyBound(share);
}
