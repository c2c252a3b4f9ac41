using Loadline.Core.Policies;
using Loadline.Core.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Decisions;

/// <summary>Writes down what bandits learned: every half minute where there is something new, and at the end.</summary>
internal sealed partial class BanditKeeper(SnapshotHolder snapshots, TimeProvider time, ILogger<BanditKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, long> _saved = new(StringComparer.Ordinal);

    /// <summary>Writes what is new.</summary>
    public void Save()
    {
        foreach (var (key, state) in snapshots.Current.States.All<BanditState>())
        {
            if (state.Path is null || _saved.GetValueOrDefault(key) == state.Count)
            {
                continue;
            }

            try
            {
                var count = state.Count;
                BanditStateFile.Save(state);
                _saved[key] = count;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Failed(logger, state.Path, error.Message);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Save();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is no error.
        }

        Save();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the bandit learned cannot be written to {Path}: {Reason}")]
    private static partial void Failed(ILogger logger, string path, string reason);
}
