namespace Loadline.Core.Policies;

/// <summary>What asking for one message's embedding came to.</summary>
/// <param name="Outcome">Whether there is a vector, and why not.</param>
/// <param name="Vector">Of length one, of as many numbers as the artifact's head takes; shared, not to be written to. <see langword="null"/>: none.</param>
public readonly record struct EmbeddingAnswer(EmbeddingOutcome Outcome, float[]? Vector);
