using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Runtime;
using Loadline.Core.Watching;

namespace Loadline.Dashboard.Models;

/// <summary>Finds where prices and names of deployments are not what they are taken for.</summary>
internal static class PriceDrift
{
    /// <summary>How far a charge may be from the price before it is marked, as audits do.</summary>
    public const double Tolerance = 0.02;

    /// <summary>Looks at every deployment.</summary>
    /// <param name="snapshot">The config in force.</param>
    /// <param name="standings">What audits noticed of routes.</param>
    /// <param name="newest">The newest decisions, newest first.</param>
    public static IReadOnlyList<PriceRow> Of(RuntimeSnapshot snapshot, IReadOnlyList<RouteStanding> standings, IReadOnlyList<DecisionRecord> newest)
    {
        var heard = standings.SelectMany(static standing => standing.Noticed).ToList();
        var calls = newest.SelectMany(one => one.Attempts.Select(attempt => (one.Time, Attempt: attempt))).ToLookup(one => one.Attempt.Deployment, StringComparer.Ordinal);
        return [.. snapshot.Deployments.Select(deployment => Row(snapshot, deployment, heard, [.. calls[deployment.Id]]))];
    }

    private static PriceRow Row(
        RuntimeSnapshot snapshot, DeploymentSnapshot deployment, List<KeyValuePair<string, string>> heard, List<(DateTimeOffset Time, AttemptRecord Attempt)> calls)
    {
        var provider = deployment.Provider.Config;
        var charged = calls.Where(one => one.Attempt is { Usage.ChargedUsd: not null, Price: not null })
            .Select(one => (Charged: one.Attempt.Usage!.Value.ChargedUsd!.Value, List: one.Attempt.Price!.Cost(one.Attempt.Usage!.Value))).ToList();
        var list = charged.Sum(one => one.List);
        return new PriceRow(deployment)
        {
            Known = KnownProviders.Of(provider.Name, provider.Url) is { } name ? snapshot.Catalog.Find(name, deployment.Name) : null,
            Before = calls.Where(one => one.Attempt.Price is { } price && price != deployment.Price).Select(one => ((ModelPrice, DateTimeOffset)?)(one.Attempt.Price!, one.Time)).FirstOrDefault(),
            ChargedOverList = list > 0 ? (double)(charged.Sum(one => one.Charged) / list) : null,
            Charged = charged.Count,
            CallsItself = [.. heard.Where(note => IsAlias(note.Key, deployment.Id)).Select(note => note.Value).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    // As the auditor writes it: alias:CANDIDATE@DEPLOYMENT.
    private static bool IsAlias(string key, string deployment) =>
        key.StartsWith("alias:", StringComparison.Ordinal) && key.EndsWith("@" + deployment, StringComparison.Ordinal);
}
