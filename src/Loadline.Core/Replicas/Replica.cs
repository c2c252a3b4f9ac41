namespace Loadline.Core.Replicas;

/// <summary>One gateway of several that share a store.</summary>
/// <param name="Node">Made at each start of the process.</param>
/// <param name="Name">The machine's or pod's name, for people.</param>
/// <param name="Program">The program's version.</param>
/// <param name="Config">The digest of its config.</param>
/// <param name="Generation">Its config generation: 1 at its start, one more after each reload.</param>
public sealed record Replica(Guid Node, string Name, string Program, string Config, long Generation);
