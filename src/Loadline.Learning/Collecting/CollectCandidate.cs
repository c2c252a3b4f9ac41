using Loadline.Core.Catalog;

namespace Loadline.Learning.Collecting;

/// <summary>A model to ask.</summary>
/// <param name="Name">Its name at the gateway, and in the table.</param>
/// <param name="Price">Its price; <see langword="null"/> where unknown: then nothing caps what it costs.</param>
/// <param name="Deployments">What stands behind it, for the table's header.</param>
public sealed record CollectCandidate(string Name, ModelPrice? Price, IReadOnlyList<string> Deployments);
