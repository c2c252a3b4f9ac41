using Loadline.Core.Ledger;
using Loadline.Core.Watching;
using Loadline.Gateway.Endpoints;
using Loadline.Gateway.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Auditing;

/// <summary>Puts into force what certificates, operators and other processes changed of routes: before the first request, and every second.</summary>
internal sealed partial class RouteUpkeep(
    RouteKeeper keeper, RouteFigures figures, EventWebhook webhook, GatewayMetrics metrics, TimeProvider time, ILogger<RouteUpkeep> logger) : BackgroundService
{
    /// <summary>How often: a change made by another process is known at most this much later.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Each time after so many, the figures that metrics show are read anew.</summary>
    public const int FiguresEvery = 15;

    private bool _isFailing;
    private int _rounds;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        keeper.Happened += Tell;
        await RunOnceAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does it once. While the ledger fails, routes stay as they stood.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keeper.RefreshAsync(cancellationToken).ConfigureAwait(false);
            if (++_rounds % FiguresEvery == 0)
            {
                await figures.RefreshAsync(cancellationToken).ConfigureAwait(false);
            }

            _isFailing = false;
        }
        catch (Exception error) when (error is LedgerUnavailableException or LedgerException)
        {
            if (!_isFailing)
            {
                _isFailing = true;
                Failing(logger, error.Message);
            }
        }
    }

    public override void Dispose()
    {
        keeper.Happened -= Tell;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await RunOnceAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is no error.
        }
    }

    private void Tell(RouteEvent one)
    {
        Happened(logger, one.Route, one.Kind, one.Who, one.Why);
        metrics.RouteEvent(one.Route, one.Kind);
        webhook.Send(one.Kind, one, GatewayJsonContext.Default.RouteEvent);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "How routes stand cannot be read; they stay as they stood: {Reason}")]
    private static partial void Failing(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Route {Route}: {Kind} by {Who}: {Why}")]
    private static partial void Happened(ILogger logger, string route, string kind, string who, string why);
}
