using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Access;

/// <summary>Keeps the ring fresh and writes down what budgets have spent.</summary>
/// <remarks>
/// A store that fails is asked again for ever; meanwhile the keys last read stay in force, and what was spent waits in memory. A killed
/// process forgets at most what was spent since the last interval; one that is stopped forgets nothing.
/// </remarks>
internal sealed partial class KeyUpkeep(KeyRing ring, ISpendingStore spending, UsageMeters meters, TimeProvider time, ILogger<KeyUpkeep> logger) : BackgroundService
{
    /// <summary>How often: a revocation is known at most this much later.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _isFailing;

    /// <summary>Reads keys and spending before the first request; where the store fails the gateway does not start.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        meters.Load(await spending.SpentAsync(CalendarPeriod.Of(LimitWindow.Month, time.GetUtcNow()).Start, cancellationToken).ConfigureAwait(false));
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await RunOnceAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Does it once.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var unsaved = meters.TakeUnsaved();
        try
        {
            if (unsaved.Count > 0)
            {
                await spending.AddAsync(unsaved, cancellationToken).ConfigureAwait(false);
                unsaved = [];
            }

            await ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
            if (_isFailing)
            {
                _isFailing = false;
                Recovered(logger);
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            meters.PutBack(unsaved);
            if (!_isFailing)
            {
                _isFailing = true;
                Failing(logger, error.Message);
            }
        }
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
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    [LoggerMessage(20, LogLevel.Error, "The key store fails: {Problem} Keys stay as they were last read; spending waits in memory.")]
    private static partial void Failing(ILogger logger, string problem);

    [LoggerMessage(21, LogLevel.Warning, "The key store answers again.")]
    private static partial void Recovered(ILogger logger);
}
