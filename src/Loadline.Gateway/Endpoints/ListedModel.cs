using Loadline.Core.Runtime;

namespace Loadline.Gateway.Endpoints;

/// <summary>A name that callers may ask for.</summary>
/// <param name="Id">The route's or the model's name.</param>
/// <param name="Owner"><c>loadline</c> for a route, else the first deployment's provider.</param>
/// <param name="Context">The context window in tokens, of a route the smallest of its pool; <see langword="null"/> where unknown.</param>
/// <param name="MaxOutput">The most tokens it generates, likewise.</param>
internal sealed record ListedModel(string Id, string Owner, int? Context, int? MaxOutput)
{
    /// <summary>Lists the routes, then the models.</summary>
    public static IReadOnlyList<ListedModel> All(RuntimeSnapshot snapshot) =>
    [
        .. snapshot.Routes.Select(route => new ListedModel(
            route.Name, "loadline", Least(route.Candidates.All, candidate => candidate.Context), Least(route.Candidates.All, candidate => candidate.MaxOutput))),
        .. snapshot.Candidates.Select(candidate => new ListedModel(
            candidate.Name, candidate.Deployments[0].Provider.Name, Known(candidate.Context), Known(candidate.MaxOutput))),
    ];

    private static int? Least(IEnumerable<CandidateSnapshot> candidates, Func<CandidateSnapshot, int> of) =>
        Known(candidates.Select(of).DefaultIfEmpty(int.MaxValue).Min());

    private static int? Known(int tokens) => tokens == int.MaxValue ? null : tokens;
}
