using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Gateway.Simulation;

namespace Loadline.Gateway.Upstreams;

/// <summary>The clients of all providers; a provider whose settings stay keeps its connections over a config reload.</summary>
internal sealed class UpstreamPool(SimulatedProviderFactory simulated) : IDisposable
{
    private readonly ConcurrentDictionary<ProviderConfig, UpstreamClient> _clients = new();
    private readonly ConditionalWeakTable<ProviderSnapshot, UpstreamClient> _bySnapshot = [];

    public UpstreamClient For(ProviderSnapshot provider) =>
        _bySnapshot.TryGetValue(provider, out var client) ? client : Remember(provider);

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    // Every setting here was measured against its default: see docs/decisions/0002-upstream-connections.md.
    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = UpstreamConnector.ConnectAsync,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        MaxResponseDrainSize = 0,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
        PooledConnectionLifetime = TimeSpan.FromMinutes(3),
        ActivityHeadersPropagator = null,
        UseCookies = false,
        UseProxy = false,
    };

    private UpstreamClient Remember(ProviderSnapshot provider)
    {
        var client = _clients.GetOrAdd(provider.Config, Create);
        _bySnapshot.AddOrUpdate(provider, client);
        return client;
    }

    private UpstreamClient Create(ProviderConfig config) =>
        new(config, config.Dialect == ProviderDialects.Simulated ? simulated.Create(config) : CreateHandler());
}
