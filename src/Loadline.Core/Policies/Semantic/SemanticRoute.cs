using Loadline.Core.Semantics;

namespace Loadline.Core.Policies;

/// <summary>What requests sound like, and who answers those.</summary>
/// <param name="Examples">Examples with their threshold.</param>
/// <param name="Use">The candidate.</param>
public sealed record SemanticRoute(SemanticExamples Examples, string Use);
