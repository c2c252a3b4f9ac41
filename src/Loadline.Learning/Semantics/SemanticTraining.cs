using Loadline.Core.Semantics;

namespace Loadline.Learning.Semantics;

/// <summary>A trained semantic policy, and how its examples fared when they were held out.</summary>
/// <param name="Artifact">What the config names.</param>
/// <param name="Examples">Examples scored.</param>
/// <param name="Right">Those whose nearest route was their own.</param>
/// <param name="Accepted">Those that reached their own route's threshold.</param>
/// <param name="Others">Texts of none of the routes.</param>
/// <param name="Refused">Those of them that reached no threshold.</param>
public sealed record SemanticTraining(SemanticArtifact Artifact, int Examples, int Right, int Accepted, int Others, int Refused);
