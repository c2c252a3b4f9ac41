using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Core.Replicas;
using Loadline.Core.Runtime;
using Loadline.Gateway.Replicas;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Access;

/// <summary>Keeps the ring fresh, and budgets in step with the store: what was spent is written down, or slices are exchanged.</summary>
/// <remarks>
/// A store that fails is asked again for ever; meanwhile the keys last read stay in force, and what was spent waits in memory. A killed
/// process forgets at most what was spent since the last interval; one that is stopped forgets nothing. Where the store is shared, a
/// process that cannot reach it starts all the same: it lets nobody in until it could read the keys.
/// </remarks>
internal sealed partial class KeyUpkeep : BackgroundService
{
    /// <summary>How often: a revocation is known at most this much later, and no later than a store's hint.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A store that hangs is given up on; what it did meanwhile shows at the next exchange.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // After one exchange; what the rest would have told is found within seconds.
    private const int MostHints = 50;

    private readonly KeyRing _ring;
    private readonly ISpendingStore _spending;
    private readonly IBudgetLeases? _leases;
    private readonly IReplicaStore? _hints;
    private readonly UsageMeters _meters;
    private readonly UsageControl _usage;
    private readonly BudgetAlerts _alerts;
    private readonly SnapshotHolder _snapshots;
    private readonly SharedStore _shared;
    private readonly Guid _node;
    private readonly TimeProvider _time;
    private readonly ILogger<KeyUpkeep> _logger;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly SemaphoreSlim _running = new(1);

    public KeyUpkeep(
        KeyRing ring, ISpendingStore spending, UsageMeters meters, UsageControl usage, BudgetAlerts alerts, SnapshotHolder snapshots, SharedStore shared, TimeProvider time,
        ILogger<KeyUpkeep> logger, KeyUpkeepPeers peers)
    {
        (_ring, _spending, _meters, _usage, _alerts, _snapshots, _shared, _time, _logger, _leases, _node, _hints) =
            (ring, spending, meters, usage, alerts, snapshots, shared, time, logger, peers.Leases, peers.Node, peers.Hints);
        if (meters.Terms is { } terms)
        {
            terms.RanShort = Wake;
        }
    }

    /// <summary>Reads keys and spending before the first request; where a store of one's own fails the gateway does not start.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_shared.IsUsed)
        {
            await RunOnceAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
            _meters.Load(await _spending.SpentAsync(CalendarPeriod.Of(LimitWindow.Month, _time.GetUtcNow()).Start, cancellationToken).ConfigureAwait(false));
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await RunOnceAsync(CancellationToken.None, isLast: true).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _wake.Dispose();
        _running.Dispose();
    }

    /// <summary>Has it done soon; returns at once, and may be called from anywhere.</summary>
    public void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // Another was faster, or the process ends.
        }
    }

    /// <summary>Gives back soon what is not needed of a budget that another replica is short of; returns at once, and may be called from anywhere.</summary>
    public void Recall(string subject)
    {
        _meters.Recall(subject);
        Wake();
    }

    /// <summary>Does it once.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken, bool isLast = false)
    {
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await TryAsync(SharedFeature.Keys, async stopping => await _ring.RefreshAsync(stopping).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            if (await (_leases is null ? SaveAsync(cancellationToken) : ExchangeAsync(_leases, isLast, cancellationToken)).ConfigureAwait(false))
            {
                await TryAsync(SharedFeature.Budgets, _alerts.RunOnceAsync, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _running.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            var (tick, woken) = (timer.WaitForNextTickAsync(stoppingToken).AsTask(), _wake.WaitAsync(stoppingToken));
            while (!stoppingToken.IsCancellationRequested)
            {
                var first = await Task.WhenAny(tick, woken).ConfigureAwait(false);
                await first.ConfigureAwait(false);
                tick = first == tick ? timer.WaitForNextTickAsync(stoppingToken).AsTask() : tick;
                woken = first == woken ? _wake.WaitAsync(stoppingToken) : woken;
                await RunOnceAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        var unsaved = _meters.TakeUnsaved();
        if (unsaved.Count > 0 && !await TryAsync(SharedFeature.Budgets, stopping => _spending.AddAsync(unsaved, stopping).AsTask(), cancellationToken).ConfigureAwait(false))
        {
            _meters.PutBack(unsaved);
            return false;
        }

        return true;
    }

    private async Task<bool> ExchangeAsync(IBudgetLeases leases, bool isLast, CancellationToken cancellationToken)
    {
        // Every budget has a slice before its first request.
        _usage.Prepare(_ring.Keys, _snapshots.Current, _time.GetUtcNow());
        if (!_meters.Terms!.IsKnown && !await ExchangeAsync(leases, [], cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        return _meters.Wishes(_time.GetUtcNow(), isLast) is not { Count: > 0 } wishes || await ExchangeAsync(leases, wishes, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> ExchangeAsync(IBudgetLeases leases, IReadOnlyList<LeaseWish> wishes, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> news = [];
        var isDone = await TryAsync(
            SharedFeature.Budgets,
            async stopping => news = _meters.Take(wishes, await leases.ExchangeAsync(_node, wishes, stopping).ConfigureAwait(false), _time.GetUtcNow()),
            cancellationToken).ConfigureAwait(false);
        if (_hints is not null && news.Count > 0)
        {
            string[] hints = [.. news.Take(MostHints).Select(subject => ReplicaHints.Budget(_node, subject))];
            await TryAsync(SharedFeature.Hints, stopping => _hints.AnnounceAsync(hints, stopping).AsTask(), cancellationToken).ConfigureAwait(false);
        }

        return isDone;
    }

    private async Task<bool> TryAsync(SharedFeature feature, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await work(linked.Token).ConfigureAwait(false);
            Note(feature, null);
            return true;
        }
        catch (Exception error)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                Note(feature, limit.IsCancellationRequested ? "The store does not answer." : error.Message);
            }

            return false;
        }
    }

    private void Note(SharedFeature feature, string? problem)
    {
        if (!_shared.Note(feature, problem))
        {
            return;
        }

        if (problem is null)
        {
            Recovered(_logger, feature);
        }
        else
        {
            Failing(_logger, feature, problem);
        }
    }

    [LoggerMessage(20, LogLevel.Error, "The key store fails ({Feature}): {Problem} Keys stay as they were last read; spending waits in memory, within slices that were had before.")]
    private static partial void Failing(ILogger logger, SharedFeature feature, string problem);

    [LoggerMessage(21, LogLevel.Warning, "The key store answers again ({Feature}).")]
    private static partial void Recovered(ILogger logger, SharedFeature feature);
}
