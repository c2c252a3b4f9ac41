namespace Loadline.Core.Semantics;

/// <summary>A route of a semantic policy: what its requests sound like.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Texts">Example utterances; a description counts as one.</param>
/// <param name="Threshold">The similarity that a request must reach, in [0,1]; <see langword="null"/>: the policy's own.</param>
public sealed record SemanticExamples(string Name, IReadOnlyList<string> Texts, double? Threshold);
