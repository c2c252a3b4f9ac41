using Loadline.Core.Predictors;

namespace Loadline.Core.Policies;

/// <summary>What a predictive policy needs to use embeddings.</summary>
/// <param name="Source">Who is asked.</param>
/// <param name="Head">What an embedding says of quality.</param>
/// <param name="Mix">The knob of requests that have one.</param>
/// <param name="State">What the endpoint has said so far.</param>
public sealed record PredictiveEmbeddings(EmbeddingSource Source, EmbeddingHead Head, KnobMix Mix, EmbeddingState State)
{
    /// <summary>Gets how messages are embedded.</summary>
    public EmbeddingQuery Query { get; } = new(Source, State, Head.Dimensions, Head.AsksDimensions);
}
