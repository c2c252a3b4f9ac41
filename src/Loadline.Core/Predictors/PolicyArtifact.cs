namespace Loadline.Core.Predictors;

/// <summary>A trained policy: predictor, knobs, and what it was made from. Where training and serving meet.</summary>
public sealed class PolicyArtifact
{
    /// <summary>Gets the SHA-256 of the file, in lower-case hexadecimal; empty before it is written.</summary>
    public string Digest { get; internal set; } = "";

    /// <summary>Gets the model that quality and cost are measured against.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets the name of the predictor that cross-validation chose.</summary>
    public required string Predictor { get; init; }

    /// <summary>Gets the SHA-256 of the tables it was fitted on.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    /// <summary>Gets the number of training rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the seed that training drew with.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets a value indicating whether the rows had costs; without them only the best predicted quality can be served.</summary>
    public required bool HasCosts { get; init; }

    /// <summary>Gets the knobs on the convex hull, dearest first.</summary>
    public required IReadOnlyList<PolicyKnob> Knobs { get; init; }

    /// <summary>Gets every setting with its evidence on training rows, out of fold: what a certificate's path is made of.</summary>
    public IReadOnlyList<KnobStep> Steps { get; init; } = [];

    /// <summary>Gets the models on the hull of cost and quality, dearest first, each alone; λ is its position among the models.</summary>
    public IReadOnlyList<KnobStep> Singles { get; init; } = [];

    /// <summary>Gets the models that certified settings choose from: those on the hull of cost and quality on training rows, and the reference.</summary>
    public IReadOnlyList<string> CertifiedModels { get; init; } = [];

    /// <summary>Gets the first 64 bits of each training prompt's <see cref="Outcomes.PromptKey"/>, rising: rows that were trained on certify nothing.</summary>
    public IReadOnlyList<ulong> TrainingPrompts { get; init; } = [];

    /// <summary>Gets what the predictor computes with.</summary>
    public required PredictorWeights Weights { get; init; }

    /// <summary>Gets what embeddings add; <see langword="null"/>: it was trained without, or they did not help.</summary>
    public EmbeddingHead? Embeddings { get; init; }

    /// <summary>Gets the models it was trained on; others it knows nothing of.</summary>
    public IReadOnlyList<string> Models => Weights.Models;
}
