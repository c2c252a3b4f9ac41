using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Health;
using Loadline.Core.Limits;

namespace Loadline.Core.Runtime;

/// <summary>A candidate as requests use it: model × parameters, with all its deployments.</summary>
public sealed class CandidateSnapshot
{
    private int _turn = -1;

    /// <summary>Gets the model's name in the config.</summary>
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

    /// <summary>Gets what it can take or do, by config or catalogue.</summary>
    public required Capabilities Can { get; init; }

    /// <summary>Gets where it is served; one at least.</summary>
    public required DeploymentSnapshot[] Deployments { get; init; }

    /// <summary>Gets the reasoning effort as a JSON string, quotes included; empty where the caller's own is kept.</summary>
    public ReadOnlyMemory<byte> QuotedEffort { get; init; }

    /// <summary>Gets the reasoning effort that it is called with; <see langword="null"/>: the caller's own is kept.</summary>
    public string? Effort { get; init; }

    /// <summary>Gets how it answers where its provider is simulated.</summary>
    public SimulationConfig? Simulate { get; init; }

    /// <summary>Gets what its calls count against: its own limits, then those of the models that it is made from.</summary>
    public ModelUse[] Usage { get; init; } = [];

    /// <summary>Gets a value indicating whether somebody's limits on it count money, so that it may only be called at a known price.</summary>
    public bool CountsMoney => Array.Exists(Usage, static use => use.CountsMoney);

    /// <summary>Gets what its calls showed lately; kept over config reloads while its name and first deployment stay.</summary>
    public CandidateState State { get; init; } = new();

    /// <summary>Gets a hash of the name that is the same in every process.</summary>
    public ulong Hash => field == 0 ? field = Balancing.AffinityKey.Hash(Name) : field;

    /// <summary>Gets the calls under way on all its deployments.</summary>
    public long InFlight
    {
        get
        {
            var calls = 0L;
            foreach (var deployment in Deployments)
            {
                calls += deployment.State.InFlight;
            }

            return calls;
        }
    }

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
        State = State,
        Simulate = Simulate,
        Usage = Usage,
    };

    internal static ReadOnlyMemory<byte> Quote(string? effort) =>
        effort is null ? default : JsonSerializer.SerializeToUtf8Bytes(effort, RuntimeJsonContext.Default.String);
}
