using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Loadline.Core.Watching;

namespace Loadline.Core.Runtime;

/// <summary>Joins a validated config with the catalogue and with the live counters of the snapshot before.</summary>
/// <remarks>A config from <see cref="ConfigReader"/> always builds; one made in code that names what does not exist throws.</remarks>
public static class SnapshotBuilder
{
    /// <summary>Builds the next snapshot.</summary>
    /// <param name="config">The config.</param>
    /// <param name="previous">The snapshot it replaces, whose counters are kept for deployments that stay; <see langword="null"/> at start.</param>
    /// <param name="catalog">Fills in prices, windows and capabilities that the config leaves out.</param>
    /// <param name="standings">How the routes stand; <see langword="null"/>: as the snapshot before had it.</param>
    /// <exception cref="ArgumentException">The config names a provider or a model that it does not have, or a model is made from itself.</exception>
    public static RuntimeSnapshot Build(LoadlineConfig config, RuntimeSnapshot? previous, IModelCatalog catalog, RouteStandings? standings = null)
    {
        var candidates = new CandidateBuilder(config, previous, catalog).Build();
        var states = previous?.States ?? new PolicyStates();
        // A route that stands otherwise is no new config.
        var generation = (previous?.Generation ?? 0) + (standings is null || previous is null ? 1 : 0);
        standings ??= previous?.Standings ?? RouteStandings.None;
        var routes = config.Routes.Select(route => new RouteBuilder(route, candidates, states, standings).Build());
        return new RuntimeSnapshot(config, generation, candidates, [.. routes], [.. Direct(candidates, config)], states, standings, catalog);
    }

    // Models under their own names, and single deployments as provider/name. A later entry replaces an earlier one of the same name,
    // so a deployment that two candidates share stands for the plain model, not for the one with parameters of its own.
    private static IEnumerable<RouteSnapshot> Direct(CandidateSnapshot[] candidates, LoadlineConfig config)
    {
        var derived = config.Models.Where(model => model.Use is not null).Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var candidate in candidates.Where(candidate => !derived.Contains(candidate.Name)))
        {
            foreach (var deployment in candidate.Deployments)
            {
                yield return Direct(candidate.ForDeployment(deployment));
            }
        }

        foreach (var candidate in candidates)
        {
            yield return Direct(candidate);
        }
    }

    private static RouteSnapshot Direct(CandidateSnapshot candidate)
    {
        var set = new CandidateSet([candidate], null, []);
        var limits = new RouteLimits();
        return new RouteSnapshot
        {
            Name = candidate.Name,
            Candidates = set,
            Mode = RouteMode.Enforce,
            Rules = [],
            Policy = new FixedPolicyConfig(candidate.Name).Create(set),
            Limits = limits,
            Timeouts = new RouteTimeouts(),
            Digest = RouteDigest.OfDirect(candidate),
            IsDirect = true,
            Reason = "direct",
        };
    }
}
