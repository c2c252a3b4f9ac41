using Loadline.Core.Health;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Loadline.Gateway.Upstreams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Gateway.Endpoints;

/// <summary>How the providers and their deployments are.</summary>
internal static class ProviderEndpoints
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/providers", List).WithName("providers")
        .WithSummary("Health of every provider and deployment: who is benched, for how long, and what runs").Needs(AccessLevel.Viewer);

    private static Ok<ProviderList> List(SnapshotHolder snapshots, PlanExecutor executor, UpstreamPool upstreams)
    {
        var list = ProviderList.Create(snapshots.Current, executor.Now);
        var providers = snapshots.Current.Deployments.Select(deployment => deployment.Provider).DistinctBy(provider => provider.Name).ToDictionary(provider => provider.Name);
        return TypedResults.Ok(new ProviderList([.. list.Providers.Select(report => report with { Credentials = Credentials(upstreams.For(providers[report.Name])) })]));
    }

    // By their places in the config: what they are is nobody's business.
    private static CredentialReport[]? Credentials(UpstreamClient client) => client.Credentials.Count == 1 ? null :
        [.. Enumerable.Range(0, client.Credentials.Count).Select(at => new CredentialReport(at + 1, Math.Round(client.Credentials.Left(at).TotalSeconds, 3)))];
}

/// <summary>Every provider, in the order of the config's models.</summary>
/// <param name="Providers">The providers.</param>
public sealed record ProviderList(IReadOnlyList<ProviderReport> Providers)
{
    public static ProviderList Create(RuntimeSnapshot snapshot, TimeSpan now) => new(
        [.. snapshot.Deployments.GroupBy(deployment => deployment.Provider).Select(group => ProviderReport.Create(group.Key, group, now))]);
}

/// <summary>One provider.</summary>
/// <param name="Name">Its name in the config.</param>
/// <param name="Address"><c>healthy</c>, <c>ramping</c>, <c>half_open</c> or <c>benched</c>: whether connections succeed.</param>
/// <param name="Credential">The same for its key and account.</param>
/// <param name="Deployments">Its deployments.</param>
public sealed record ProviderReport(string Name, string Address, string Credential, IReadOnlyList<DeploymentReport> Deployments)
{
    /// <summary>Gets its credentials where it has several.</summary>
    public IReadOnlyList<CredentialReport>? Credentials { get; init; }

    public static ProviderReport Create(ProviderSnapshot provider, IEnumerable<DeploymentSnapshot> deployments, TimeSpan now) => new(
        provider.Name,
        HealthNames.Of(provider.State.Address.State(now)),
        HealthNames.Of(provider.State.Credential.State(now)),
        [.. deployments.Select(deployment => DeploymentReport.Create(deployment, now))]);
}

/// <summary>One of several credentials of a provider.</summary>
/// <param name="Number">Its place in the config, from 1.</param>
/// <param name="RestsSeconds">How long it is left alone because the provider refused it or slowed it down; 0: it is in use.</param>
public sealed record CredentialReport(int Number, double RestsSeconds);

/// <summary>One deployment.</summary>
/// <param name="Id"><c>provider/name</c>.</param>
/// <param name="State">The worst of its own state, its provider's address's and its credential's.</param>
/// <param name="BackInSeconds">The time left until it is tried again; 0 unless benched.</param>
/// <param name="Benches">How many benches followed one another.</param>
/// <param name="InFlight">Calls under way.</param>
/// <param name="Successes">Calls that succeeded since the start.</param>
/// <param name="Failures">Calls that failed since the start.</param>
/// <param name="TimeToFirstTokenMs">Lately, on average; left out before the first success.</param>
public sealed record DeploymentReport(
    string Id, string State, double BackInSeconds, int Benches, long InFlight, long Successes, long Failures, double? TimeToFirstTokenMs)
{
    public static DeploymentReport Create(DeploymentSnapshot deployment, TimeSpan now)
    {
        var state = deployment.State;
        var latency = state.TimeToFirstTokenMs;
        return new DeploymentReport(
            deployment.Id,
            HealthNames.Of(DeploymentHealth.State(deployment, now)),
            Math.Round(DeploymentHealth.Left(deployment, now).TotalSeconds, 3),
            state.Gate.Benches,
            state.InFlight,
            state.Successes,
            state.Failures,
            double.IsNaN(latency) ? null : Math.Round(latency, 3));
    }
}
