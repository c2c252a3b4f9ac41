using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Loadline.Gateway.Hosting;
using Loadline.Gateway.Limits;
using Loadline.Gateway.Replicas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>Whether the process lives, and whether it should be sent requests.</summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication app)
    {
        // Load balancers like to ask with HEAD.
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/healthz", methods, static (SnapshotHolder snapshots, LedgerWriter ledger, ThreadPoolWatch threads, SharedStore shared, KeyRing ring) =>
            TypedResults.Ok(Report(snapshots.Current, ledger, threads, shared, ring))).ExcludeFromDescription().Needs(AccessLevel.Public);
        app.MapMethods("/readyz", methods, static (SnapshotHolder snapshots, LedgerWriter ledger, ThreadPoolWatch threads, DrainService drain, SharedStore shared, KeyRing ring) =>
            !drain.IsDraining && ring.IsRead && snapshots.Current.Routes.Length + snapshots.Current.Candidates.Length > 0
                ? Results.Ok(Report(snapshots.Current, ledger, threads, shared, ring))
                : Results.StatusCode(StatusCodes.Status503ServiceUnavailable)).ExcludeFromDescription().Needs(AccessLevel.Public);
    }

    // A ledger that fails takes nothing from the callers, so the status code stays 200: no balancer should take this process out.
    private static HealthReport Report(RuntimeSnapshot snapshot, LedgerWriter ledger, ThreadPoolWatch threads, SharedStore shared, KeyRing ring)
    {
        var status = ledger.Status;
        return new HealthReport(
            status.State == LedgerState.Failing || threads.IsStarved || !shared.IsWell || !ring.IsRead ? "degraded" : "ok", snapshot.Generation, snapshot.Routes.Length, snapshot.Candidates.Length,
            Environment.Version.ToString(), new LedgerHealth(
                StateName(status.State), status.Engine, status.Written, status.Queued, status.Dropped, status.Problem),
            threads.IsStarved, shared.IsUsed ? Report(shared, ring) : null);
    }

    private static StoreHealth Report(SharedStore shared, KeyRing ring) => new(
        ring.IsRead,
        shared.Problem(SharedFeature.Keys),
        shared.Problem(SharedFeature.Budgets),
        shared.Problem(SharedFeature.Hints),
        [.. shared.Replicas.Select(static replica => new ReplicaHealth(replica.Name, replica.Program, replica.Config.Length > 12 ? replica.Config[..12] : replica.Config, replica.Generation))]);

    private static string StateName(LedgerState state) => state switch
    {
        LedgerState.Ok => "ok",
        LedgerState.Memory => "memory",
        _ => "failing",
    };
}

/// <summary>What the health endpoints answer.</summary>
/// <param name="Status"><c>ok</c>, or <c>degraded</c> while the ledger cannot keep rows, the store that replicas share does not answer, or threads are short.</param>
/// <param name="ConfigGeneration">1 at start, one more after each reload.</param>
/// <param name="Routes">Number of routes.</param>
/// <param name="Models">Number of models.</param>
/// <param name="Runtime">The .NET runtime's version.</param>
/// <param name="Ledger">How the ledger fares.</param>
/// <param name="ThreadsStarved">Whether work waited more than a second for a thread within the last minute.</param>
/// <param name="Store">How the store fares that replicas share; absent where there is none.</param>
internal sealed record HealthReport(
    string Status, long ConfigGeneration, int Routes, int Models, string Runtime, LedgerHealth Ledger, bool ThreadsStarved, StoreHealth? Store);

/// <summary>How the store fares that replicas share, feature by feature.</summary>
/// <param name="KeysRead">Whether keys could be read since the start; before that nobody is let in.</param>
/// <param name="Keys">Why keys cannot be read now, so that those last read stay in force; absent while all is well.</param>
/// <param name="Budgets">Why no slices of budgets can be had, so that what is left of the last ones is spent; absent while all is well.</param>
/// <param name="Hints">Why other replicas are not heard; absent while all is well.</param>
/// <param name="Replicas">Who was there within 20 s, this one included, as of the last time the store answered.</param>
internal sealed record StoreHealth(bool KeysRead, string? Keys, string? Budgets, string? Hints, IReadOnlyList<ReplicaHealth> Replicas);

/// <summary>One of the gateways that share a store.</summary>
/// <param name="Name">Its machine's or pod's name.</param>
/// <param name="Program">Its version.</param>
/// <param name="Config">The first digits of its config's digest: where they differ, replicas route by different rules.</param>
/// <param name="Generation">Its config generation.</param>
internal sealed record ReplicaHealth(string Name, string Program, string Config, long Generation);

/// <summary>How the ledger fares.</summary>
/// <param name="State"><c>ok</c>, <c>memory</c> (rows end with the process) or <c>failing</c>.</param>
/// <param name="Engine">The engine and its version.</param>
/// <param name="Written">Rows acknowledged since the start.</param>
/// <param name="Queued">Rows that wait.</param>
/// <param name="Dropped">Rows given up since the start.</param>
/// <param name="Problem">The last failure; absent while all is well.</param>
internal sealed record LedgerHealth(string State, string Engine, long Written, long Queued, long Dropped, string? Problem);
