using Loadline.Core.Health;
using Loadline.Core.Plans;
using Loadline.Core.Replicas;
using Loadline.Core.Runtime;
using Loadline.Gateway.Access;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Replicas;

/// <summary>Says that this replica is there, and takes up what others announce; where the store is away, it is asked again for ever.</summary>
internal sealed partial class ReplicaService(
    IReplicaStore store, Replica self, SharedStore shared, SnapshotHolder snapshots, PlanExecutor executor, KeyUpkeep keys, TimeProvider time, ILogger<ReplicaService> logger)
    : BackgroundService
{
    // How often benches are looked at, and every which time the replica says that it is there.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private const int LooksABeat = 5;

    // A store that hangs must not hold up what does not need it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HashSet<string> _benched = new(StringComparer.Ordinal);
    private int _looks;
    private string _announced = "";

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryAsync(stopping => store.LeaveAsync(self.Node, stopping).AsTask(), CancellationToken.None).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(BeatAsync(stoppingToken), ListenAsync(stoppingToken));

    /// <summary>Takes a hint up.</summary>
    internal void Take(string hint)
    {
        switch (hint)
        {
            case "":
                // Listening has just begun: whatever was announced before was missed.
                keys.Wake();
                shared.AnnounceConfig();
                break;
            case ReplicaHints.Keys:
                keys.Wake();
                break;
            case ReplicaHints.Config:
                shared.AnnounceConfig();
                Volatile.Write(ref _looks, 0);
                break;
            default:
                if (ReplicaHints.BudgetOf(hint, self.Node) is { } subject)
                {
                    keys.Recall(subject);
                }
                else
                {
                    Suspect(ReplicaHints.Benched(hint));
                }

                break;
        }
    }

    // What another replica benched is not benched here unseen: its way there may be the trouble. But one failure is enough then.
    private void Suspect(string? deployment)
    {
        foreach (var known in snapshots.Current.Deployments)
        {
            if (known.Id == deployment)
            {
                known.State.Gate.Suspect();
            }
        }
    }

    private async Task BeatAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            do
            {
                await TryAsync(LookAsync, stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var hint in Benches())
        {
            await store.AnnounceAsync(hint, cancellationToken).ConfigureAwait(false);
        }

        var config = snapshots.Current.Config.Digest;
        var isOther = config != _announced;
        if (!isOther && Interlocked.Decrement(ref _looks) > 0)
        {
            return;
        }

        shared.Replicas = await store.BeatAsync(self with { Config = config, Generation = snapshots.Current.Generation }, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _looks, LooksABeat);
        if (isOther)
        {
            await store.AnnounceAsync(ReplicaHints.Config, cancellationToken).ConfigureAwait(false);
            _announced = config;
        }
    }

    private List<string> Benches()
    {
        var hints = new List<string>();
        foreach (var deployment in snapshots.Current.Deployments)
        {
            var isBenched = deployment.State.Gate.State(executor.Now) == HealthState.Benched;
            if (isBenched ? _benched.Add(deployment.Id) : _benched.Remove(deployment.Id) && false)
            {
                hints.Add(ReplicaHints.Bench(deployment.Id));
            }
        }

        return hints;
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await store.ListenAsync(Take, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                if (!stoppingToken.IsCancellationRequested)
                {
                    Note(error.Message);
                }
            }

            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            await work(linked.Token).ConfigureAwait(false);
            Note(null);
        }
        catch (Exception error)
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                Note(limit.IsCancellationRequested ? "The shared store does not answer." : error.Message);
            }
        }
    }

    private void Note(string? problem)
    {
        if (!shared.Note(SharedFeature.Hints, problem))
        {
            return;
        }

        if (problem is null)
        {
            Heard(logger);
        }
        else
        {
            Alone(logger, problem);
        }
    }

    [LoggerMessage(22, LogLevel.Error, "Other replicas cannot be heard: {Problem} What they announce is found a little later.")]
    private static partial void Alone(ILogger logger, string problem);

    [LoggerMessage(23, LogLevel.Warning, "Other replicas are heard again.")]
    private static partial void Heard(ILogger logger);
}
