using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Loadline.Gateway.Hosting;
using Loadline.Gateway.Limits;
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
        app.MapMethods("/healthz", methods, static (SnapshotHolder snapshots, LedgerWriter ledger, ThreadPoolWatch threads) =>
            TypedResults.Ok(Report(snapshots.Current, ledger, threads))).ExcludeFromDescription().Needs(AccessLevel.Public);
        app.MapMethods("/readyz", methods, static (SnapshotHolder snapshots, LedgerWriter ledger, ThreadPoolWatch threads, DrainService drain) =>
            !drain.IsDraining && snapshots.Current.Routes.Length + snapshots.Current.Candidates.Length > 0
                ? Results.Ok(Report(snapshots.Current, ledger, threads))
                : Results.StatusCode(StatusCodes.Status503ServiceUnavailable)).ExcludeFromDescription().Needs(AccessLevel.Public);
    }

    // A ledger that fails takes nothing from the callers, so the status code stays 200: no balancer should take this process out.
    private static HealthReport Report(RuntimeSnapshot snapshot, LedgerWriter ledger, ThreadPoolWatch threads)
    {
        var status = ledger.Status;
        return new HealthReport(
            status.State == LedgerState.Failing || threads.IsStarved ? "degraded" : "ok", snapshot.Generation, snapshot.Routes.Length, snapshot.Candidates.Length,
            Environment.Version.ToString(), new LedgerHealth(
                StateName(status.State), status.Engine, status.Written, status.Queued, status.Dropped, status.Problem),
            threads.IsStarved);
    }

    private static string StateName(LedgerState state) => state switch
    {
        LedgerState.Ok => "ok",
        LedgerState.Memory => "memory",
        _ => "failing",
    };
}

/// <summary>What the health endpoints answer.</summary>
/// <param name="Status"><c>ok</c>, or <c>degraded</c> while the ledger cannot keep rows or threads are short.</param>
/// <param name="ConfigGeneration">1 at start, one more after each reload.</param>
/// <param name="Routes">Number of routes.</param>
/// <param name="Models">Number of models.</param>
/// <param name="Runtime">The .NET runtime's version.</param>
/// <param name="Ledger">How the ledger fares.</param>
/// <param name="ThreadsStarved">Whether work waited more than a second for a thread within the last minute.</param>
internal sealed record HealthReport(
    string Status, long ConfigGeneration, int Routes, int Models, string Runtime, LedgerHealth Ledger, bool ThreadsStarved);

/// <summary>How the ledger fares.</summary>
/// <param name="State"><c>ok</c>, <c>memory</c> (rows end with the process) or <c>failing</c>.</param>
/// <param name="Engine">The engine and its version.</param>
/// <param name="Written">Rows acknowledged since the start.</param>
/// <param name="Queued">Rows that wait.</param>
/// <param name="Dropped">Rows given up since the start.</param>
/// <param name="Problem">The last failure; absent while all is well.</param>
internal sealed record LedgerHealth(string State, string Engine, long Written, long Queued, long Dropped, string? Problem);
