namespace Loadline.Core.Policies;

/// <summary>How a policy has messages embedded.</summary>
/// <param name="Source">Who is asked.</param>
/// <param name="State">What the endpoint has said so far.</param>
/// <param name="Dimensions">How long vectors must be; 0: as they come.</param>
/// <param name="AsksDimensions">Whether that length is asked for.</param>
public sealed record EmbeddingQuery(EmbeddingSource Source, EmbeddingState State, int Dimensions, bool AsksDimensions);
