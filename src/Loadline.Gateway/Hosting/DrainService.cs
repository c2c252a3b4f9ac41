using System.Runtime.InteropServices;
using Loadline.Core.Runtime;
using Loadline.Gateway.Forwarding;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Hosting;

/// <summary>Ends the process without cutting answers short: not ready at once, then a grace, then an error event for whatever is left.</summary>
/// <remarks>Runs before the server stops: until the grace is over, or nothing is under way, connections and requests are taken as ever.</remarks>
internal sealed partial class DrainService(ExchangePool exchanges, SnapshotHolder snapshots, TimeProvider time, ILogger<DrainService> logger)
    : IHostedLifecycleService, IDisposable
{
    // Looked at, not signalled: counting each request's end for this would burden all of them.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    // What an exchange needs to tell its caller and to end.
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _now = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PosixSignalRegistration? _terminate;
    private PosixSignalRegistration? _interrupt;
    private int _signals;

    /// <summary>Gets a value indicating whether the process is to end: load balancers are told to send no more.</summary>
    public bool IsDraining { get; private set; }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Only counted: the host's own handlers react to the first. The second ends the grace.
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Count());
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Count());
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsDraining = true;
        var grace = snapshots.Current.Config.Server.Drain;
        Draining(logger, exchanges.Active, grace.TotalSeconds);
        await WaitAsync(grace, cancellationToken).ConfigureAwait(false);
        if (exchanges.Active > 0)
        {
            Cut(logger, exchanges.Active);
            exchanges.EndAll();
            await WaitForNoneAsync(Ending, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the grace: what is under way is told so and cut.</summary>
    public void EndNow() => _now.TrySetResult();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _terminate?.Dispose();
        _interrupt?.Dispose();
    }

    private void Count()
    {
        if (Interlocked.Increment(ref _signals) > 1)
        {
            EndNow();
        }
    }

    private async Task WaitAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(WaitForNoneAsync(grace, over.Token), _now.Task).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    private async Task WaitForNoneAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (exchanges.Active > 0 && time.GetElapsedTime(started) < most && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Look, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    [LoggerMessage(3, LogLevel.Information, "Stopping: {Active} requests are under way and have {Seconds} s")]
    private static partial void Draining(ILogger logger, int active, double seconds);

    [LoggerMessage(4, LogLevel.Warning, "Stopping: {Active} requests were not done in time and are cut")]
    private static partial void Cut(ILogger logger, int active);
}
