using Loadline.Core.Health;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.Conversion;
using Microsoft.Extensions.Hosting;

namespace Loadline.Gateway.Upstreams;

/// <summary>Asks the providers that want it for their models: an outage is known before a caller meets it, and its end, too.</summary>
internal sealed class ProbeService(SnapshotHolder snapshots, UpstreamPool upstreams, TimeProvider time, Func<Random> newRandom) : BackgroundService
{
    // How exactly intervals are kept, and how long an answer may take.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Random _random = newRandom();
    private readonly Dictionary<string, TimeSpan> _last = new(StringComparer.Ordinal);

    /// <summary>Probes one provider and takes the outcome into account.</summary>
    public async Task ProbeAsync(ProviderSnapshot provider, CancellationToken cancellationToken)
    {
        var started = MonotonicClock.Now(time);
        using var limit = new CancellationTokenSource(Limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var client = upstreams.For(provider);
            if (client.Protocol.Find(UpstreamOperation.Models, string.Empty, stream: false) is not { } address)
            {
                return;
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = await client.SendAsync(request, UpstreamOperation.Models, null, linked.Token).ConfigureAwait(false);
            Take(provider.State, client.Protocol.Server, (int)response.StatusCode, started);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                provider.State.Address.Failed(MonotonicClock.Now(time), started, _random);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await Task.WhenAll(Due().Select(provider => ProbeAsync(provider, stoppingToken))).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private List<ProviderSnapshot> Due()
    {
        var now = MonotonicClock.Now(time);
        var due = new List<ProviderSnapshot>();
        foreach (var provider in snapshots.Current.Deployments.Select(deployment => deployment.Provider).Distinct())
        {
            // A provider that was never asked is asked at once.
            var isDue = provider.Config.Probe is { } interval && (!_last.TryGetValue(provider.Name, out var last) || now - last >= interval);
            if (isDue)
            {
                _last[provider.Name] = now;
                due.Add(provider);
            }
        }

        return due;
    }

    // Any answer shows that it can be reached; a 404 comes from servers that list no models.
    private void Take(ProviderState state, UpstreamServer server, int status, TimeSpan started)
    {
        var now = MonotonicClock.Now(time);
        if (status >= 500)
        {
            state.Address.Failed(now, started, _random);
            return;
        }

        state.Address.Succeeded(now, started);
        if (status is 401 or 403 || (status == 400 && SaysBadRequestOfABadKey(server)))
        {
            state.Credential.Failed(now, started, _random);
        }
        else if (status < 300)
        {
            state.Credential.Succeeded(now, started);
        }
    }

    // A plain question for the list of models has nothing else that could be bad.
    private static bool SaysBadRequestOfABadKey(UpstreamServer server) => server is UpstreamServer.Gemini or UpstreamServer.XAI;
}
