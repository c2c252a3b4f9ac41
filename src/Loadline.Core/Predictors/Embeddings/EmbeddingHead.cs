namespace Loadline.Core.Predictors;

/// <summary>What a text's embedding adds to the qualities that its words predict.</summary>
/// <remarks>Fitted to what the words leave over on rows they were not fitted on, so that a request without an embedding is served by the rest alone.</remarks>
public sealed class EmbeddingHead
{
    /// <summary>Gets the name of the embedding model as the endpoint knew it when training.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the length of a vector.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Gets a value indicating whether the endpoint is asked for that length; else it is the model's own.</summary>
    public required bool AsksDimensions { get; init; }

    /// <summary>Gets a vector of weights for each model, then one intercept for each.</summary>
    public required float[] Weights { get; init; }

    /// <summary>Gets the knobs of predictions with an embedding, dearest first.</summary>
    public required IReadOnlyList<PolicyKnob> Knobs { get; init; }

    /// <summary>Adds to expected qualities.</summary>
    /// <param name="embedding">A vector of length one.</param>
    /// <param name="quality">One for each model.</param>
    public void AddTo(ReadOnlySpan<float> embedding, Span<float> quality)
    {
        for (var m = 0; m < quality.Length; m++)
        {
            quality[m] += Wide.Dot(Weights.AsSpan(m * Dimensions, Dimensions), embedding) + Weights[(quality.Length * Dimensions) + m];
        }
    }

    internal bool Fits(int models) => Dimensions is > 0 and <= EmbeddingText.MostDimensions && Weights.Length == (Dimensions + 1L) * models && Knobs.Count > 0;
}
