using Loadline.Gateway.Limits;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Hosting;

/// <summary>Probes the thread pool once a second, from a thread of its own: a timer would wait for the very threads it is to watch.</summary>
internal sealed partial class ThreadPoolWatchService(ThreadPoolWatch watch, ILogger<ThreadPoolWatchService> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _stop = new();
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "Loadline thread pool watch" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        var wasStarved = false;
        while (!_stop.Wait(Interval))
        {
            watch.Probe();
            var isStarved = watch.IsStarved;
            if (isStarved && !wasStarved)
            {
                Starved(logger, watch.Delay.TotalSeconds);
            }

            wasStarved = isStarved;
        }
    }

    [LoggerMessage(5, LogLevel.Warning, "Work has waited {Seconds:0.0} s for a thread: something blocks the threads that serve requests")]
    private static partial void Starved(ILogger logger, double seconds);
}
