using System.Collections.Frozen;
using System.Text;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Loadline.Core.Watching;

namespace Loadline.Core.Runtime;

/// <summary>Everything a request needs, immutable: a request reads one snapshot from its first byte to its last.</summary>
public sealed class RuntimeSnapshot
{
    // Longer names than this are no model's: refused before any lookup.
    private const int LongestName = 256;

    private readonly FrozenDictionary<string, RouteSnapshot> _routes;
    private readonly FrozenDictionary<string, RouteSnapshot>.AlternateLookup<ReadOnlySpan<char>> _byChars;

    internal RuntimeSnapshot(
        LoadlineConfig config, long generation, CandidateSnapshot[] candidates, RouteSnapshot[] routes, RouteSnapshot[] direct, PolicyStates states, RouteStandings standings,
        IModelCatalog catalog)
    {
        Config = config;
        Generation = generation;
        States = states;
        Standings = standings;
        Catalog = catalog;
        Candidates = candidates;
        Deployments = [.. candidates.SelectMany(candidate => candidate.Deployments).DistinctBy(deployment => deployment.Id)];
        Routes = routes;
        var byName = new Dictionary<string, RouteSnapshot>(StringComparer.Ordinal);
        foreach (var route in direct)
        {
            byName[route.Name] = route;
        }

        foreach (var route in routes)
        {
            byName[route.Name] = route;
        }

        _routes = byName.ToFrozenDictionary(StringComparer.Ordinal);
        _byChars = _routes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Gets the config that it was built from.</summary>
    public LoadlineConfig Config { get; }

    /// <summary>Gets the number of this config: 1 at start, one more after each reload.</summary>
    public long Generation { get; }

    /// <summary>Gets what policies learned while serving; the next snapshot has the same.</summary>
    public PolicyStates States { get; }

    /// <summary>Gets what the config was joined with.</summary>
    public IModelCatalog Catalog { get; }

    /// <summary>Gets how the routes stood when this was built.</summary>
    public RouteStandings Standings { get; }

    /// <summary>Gets every model of the config; <see cref="CandidateSnapshot.Index"/> is the position here.</summary>
    public CandidateSnapshot[] Candidates { get; }

    /// <summary>Gets every deployment once, in the order of the models.</summary>
    public DeploymentSnapshot[] Deployments { get; }

    /// <summary>Gets the configured routes, without the direct ones.</summary>
    public RouteSnapshot[] Routes { get; }

    /// <summary>Finds what a request's model name stands for: a route, or a model by its own name.</summary>
    public RouteSnapshot? Find(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length > LongestName)
        {
            return null;
        }

        Span<char> chars = stackalloc char[LongestName];
        return Encoding.UTF8.TryGetChars(utf8Name, chars, out var count) && _byChars.TryGetValue(chars[..count], out var route) ? route : null;
    }

    /// <summary>Finds a route or a model by name.</summary>
    public RouteSnapshot? Find(string name) => _routes.GetValueOrDefault(name);
}
