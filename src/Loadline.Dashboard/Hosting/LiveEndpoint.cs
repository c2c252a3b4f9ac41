using System.Globalization;
using Loadline.Core.Decisions;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Loadline.Dashboard.Hosting;

/// <summary>Tells open pages that something has happened, as server-sent events; they then ask for what they show.</summary>
/// <remarks>
/// Looks once a second at counters that are kept anyway, so a request costs nothing more while pages are open. A stream ends after a quarter of
/// an hour: the browser comes back by itself and is asked who it is again.
/// </remarks>
internal sealed class LiveEndpoint(DecisionStats stats, SnapshotHolder snapshots, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>The most streams at once.</summary>
    public const int Most = 64;

    private const int LongestSeconds = 900;
    private const int BeatEvery = 15;
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public void Map(IEndpointRouteBuilder app, DashboardGate gate) => app.MapGet(
        DashboardPaths.Live, http => gate.RunPlainAsync(http, AccessLevel.Viewer, _ => RunAsync(http))).ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);

    private async Task RunAsync(HttpContext http)
    {
        if (Interlocked.Increment(ref _open) > Most)
        {
            Interlocked.Decrement(ref _open);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
            PageHeaders.Set(http.Response);
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            var seconds = int.TryParse(http.Request.Query["seconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : LongestSeconds;
            await StreamAsync(http.Response, Math.Min(seconds, LongestSeconds), end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the process stops.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task StreamAsync(HttpResponse response, int seconds, CancellationToken cancellationToken)
    {
        await response.WriteAsync(": open\n\n", cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        var (last, quiet) = (Mark(), 0);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        for (var second = 0; second < seconds && await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false); second++)
        {
            var mark = Mark();
            if (mark == last && ++quiet < BeatEvery)
            {
                continue;
            }

            var line = mark == last ? ": beat\n\n" : string.Create(CultureInfo.InvariantCulture, $"event: change\ndata: {mark.Requests}\n\n");
            (last, quiet) = (mark, 0);
            await response.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private (long Requests, long Generation) Mark() => (stats.Read().Sum(total => total.Requests), snapshots.Current.Generation);
}
