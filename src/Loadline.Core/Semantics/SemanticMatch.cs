namespace Loadline.Core.Semantics;

/// <summary>The nearest route of a request.</summary>
/// <param name="Route">Its position; -1 where nothing was alike at all.</param>
/// <param name="Score">Its similarity, in [0,1].</param>
/// <param name="Second">The similarity of the next nearest.</param>
public readonly record struct SemanticMatch(int Route, float Score, float Second);
