using System.Threading.Channels;
using Loadline.Core.Caching;
using Loadline.Core.Plans;
using Loadline.Gateway.Telemetry;
using Microsoft.Extensions.Hosting;

namespace Loadline.Gateway.Caching;

/// <summary>Answers of other replicas: looked for within a short time, or not at all while the store fails; kept in the background.</summary>
internal sealed class SharedAnswerCache(ISharedAnswers? store, GatewayMetrics metrics, TimeProvider time) : BackgroundService
{
    /// <summary>The longest a request waits for the store.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(40);

    /// <summary>How long the store is left alone once it failed or was slow.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(3);

    private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private long _restsUntil;

    /// <summary>Looks for an answer; never throws for what the store does, and never waits for it longer than <see cref="Patience"/>.</summary>
    public async ValueTask<SharedAnswer?> FindAsync(CacheConfig config, string route, UInt128 key)
    {
        if (store is null || !config.IsShared || MonotonicClock.Now(time).Ticks < Volatile.Read(ref _restsUntil))
        {
            return null;
        }

        // Its own end, not the request's: cancelling a command waits for the server's word.
        var find = FindAsync(store, key);
        try
        {
            var found = await find.WaitAsync(Patience, time).ConfigureAwait(false);
            return found is { } answer && answer.Age < config.Exact ? answer : null;
        }
        catch (Exception)
        {
            Failed(route);
            return null;
        }
    }

    /// <summary>Keeps an answer soon; where too many wait, it is not kept.</summary>
    public void Add(CacheConfig config, string route, UInt128 key, CachedAnswer answer)
    {
        if (store is not null && config.IsShared)
        {
            _jobs.Writer.TryWrite(new Job(key, route, new SharedAnswer(answer.ContentType, answer.Body, answer.Model, answer.Usage), config));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var job in _jobs.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await KeepAsync(job, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task KeepAsync(Job job, CancellationToken stoppingToken)
    {
        if (MonotonicClock.Now(time).Ticks < Volatile.Read(ref _restsUntil))
        {
            return;
        }

        using var patience = new CancellationTokenSource(WritePatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            await store!.AddAsync(job.Key, job.Route, job.Answer, job.Config.Exact, job.Config.MaxBytes, either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
        {
            Failed(job.Route);
        }
    }

    private async Task<SharedAnswer?> FindAsync(ISharedAnswers from, UInt128 key)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        return await from.FindAsync(key, patience.Token).ConfigureAwait(false);
    }

    private void Failed(string route)
    {
        Volatile.Write(ref _restsUntil, (MonotonicClock.Now(time) + Rest).Ticks);
        metrics.Cached(route, "store_failed");
    }

    private readonly record struct Job(UInt128 Key, string Route, SharedAnswer Answer, CacheConfig Config);
}
