using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Health;

namespace Loadline.Core.Runtime;

/// <summary>A candidate as requests use it: model × parameters, with all its deployments.</summary>
public sealed class CandidateSnapshot
{
    private int _turn = -1;

    public required string Name { get; init; }

    /// <summary>Gets the position among all candidates of the snapshot; one made for a single deployment has its model's.</summary>
    public required int Index { get; init; }

    /// <summary>Gets the price that estimates are made with: the highest among the deployments.</summary>
    /// <value><see langword="null"/> where any of them is unknown, which is never taken for free.</value>
    public ModelPrice? Price { get; init; }

    /// <summary>Gets the context window in tokens; <see cref="int.MaxValue"/> where it is unknown.</summary>
    public int Context { get; init; } = int.MaxValue;

    /// <summary>Gets the most tokens it generates; <see cref="int.MaxValue"/> where it is unknown.</summary>
    public int MaxOutput { get; init; } = int.MaxValue;

    public required Capabilities Can { get; init; }

    public required DeploymentSnapshot[] Deployments { get; init; }

    /// <summary>Gets the reasoning effort as a JSON string, quotes included; empty where the caller's own is kept.</summary>
    public ReadOnlyMemory<byte> QuotedEffort { get; init; }

    public string? Effort { get; init; }

    public SimulationConfig? Simulate { get; init; }

    /// <summary>Gets how calls are shared among the deployments.</summary>
    public Balance Balance { get; init; }

    /// <summary>Takes the next number of this candidate's own count, for taking turns.</summary>
    public uint NextTurn() => (uint)Interlocked.Increment(ref _turn);

    /// <summary>Tells whether every deployment speaks a dialect, so that whichever is taken could serve a request bound to it.</summary>
    public bool Speaks(string dialect) =>
        Array.TrueForAll(Deployments, deployment => string.Equals(deployment.Provider.Config.Dialect, dialect, StringComparison.Ordinal));

    /// <summary>Tells whether some deployment keeps data in the given place.</summary>
    public bool HasDeploymentIn(string residency)
    {
        foreach (var deployment in Deployments)
        {
            if (deployment.Keeps(residency))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether some deployment in the given place may be called now.</summary>
    public bool HasHealthyDeployment(string? residency, TimeSpan now)
    {
        foreach (var deployment in Deployments)
        {
            if (deployment.Keeps(residency) && DeploymentHealth.MayUse(deployment, now))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes the candidate that stands for one deployment alone, under the name <c>provider/name</c>.</summary>
    internal CandidateSnapshot ForDeployment(DeploymentSnapshot deployment) => new()
    {
        Name = deployment.Id,
        Index = Index,
        Price = deployment.Price,
        Context = Context,
        MaxOutput = MaxOutput,
        Can = Can,
        Deployments = [deployment],
        QuotedEffort = QuotedEffort,
        Effort = Effort,
        Simulate = Simulate,
    };

    internal static ReadOnlyMemory<byte> Quote(string? effort) =>
        effort is null ? default : JsonSerializer.SerializeToUtf8Bytes(effort, RuntimeJsonContext.Default.String);
}
