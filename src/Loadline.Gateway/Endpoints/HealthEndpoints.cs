using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
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
        app.MapMethods("/healthz", methods, static (SnapshotHolder snapshots) => TypedResults.Ok(Report(snapshots.Current))).ExcludeFromDescription();
        app.MapMethods("/readyz", methods, static (SnapshotHolder snapshots, DrainService drain) =>
            !drain.IsDraining && snapshots.Current.Routes.Length + snapshots.Current.Candidates.Length > 0
            ? Results.Ok(Report(snapshots.Current))
            : Results.StatusCode(StatusCodes.Status503ServiceUnavailable)).ExcludeFromDescription();
    }

    private static HealthReport Report(RuntimeSnapshot snapshot) =>
        new("ok", snapshot.Generation, snapshot.Routes.Length, snapshot.Candidates.Length, Environment.Version.ToString());
}

/// <summary>What the health endpoints answer.</summary>
/// <param name="Status"><c>ok</c>.</param>
/// <param name="ConfigGeneration">1 at start, one more after each reload.</param>
/// <param name="Routes">Number of routes.</param>
/// <param name="Models">Number of models.</param>
/// <param name="Runtime">The .NET runtime's version.</param>
internal sealed record HealthReport(string Status, long ConfigGeneration, int Routes, int Models, string Runtime);
