using System.Net;
using System.Runtime.CompilerServices;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Gateway.Simulation;
using Loadline.Gateway.Telemetry;

namespace Loadline.Gateway.Upstreams;

/// <summary>The clients of all providers; a provider whose settings stay keeps its connections over a config reload.</summary>
/// <remarks>
/// A client whose provider is gone or changed is retired by the first request of the new config that needs a client, and disposed when
/// every request that may still use it has reached its deadline.
/// </remarks>
internal sealed class UpstreamPool(SnapshotHolder snapshots, SimulatedProviderFactory simulated, GatewayOptions options, GatewayMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly UpstreamConnector _connector = new(options.Resolve);

    // Made on first use, which most gateways never have.
    private readonly Lock _plainGate = new();
    private HttpMessageInvoker? _plain;

    private readonly ConditionalWeakTable<ProviderSnapshot, UpstreamClient> _bySnapshot = [];
    private readonly Lock _gate = new();

    // Both are only touched under the gate: once per provider and reload.
    private readonly Dictionary<ProviderConfig, UpstreamClient> _clients = [];
    private readonly Dictionary<UpstreamClient, ITimer> _retired = [];

    // Of all configs so far, because a request may have begun under any of them.
    private TimeSpan _longestDeadline = new RouteTimeouts().Total;

    /// <summary>Gets what requests to addresses of the config that are no provider's are sent by: no credentials, no redirects.</summary>
    public HttpMessageInvoker Plain
    {
        get
        {
            lock (_plainGate)
            {
                return _plain ??= new HttpMessageInvoker(CreateHandler(), disposeHandler: true);
            }
        }
    }

    public UpstreamClient For(ProviderSnapshot provider) =>
        _bySnapshot.TryGetValue(provider, out var client) ? client : Remember(provider);

    public void Dispose()
    {
        _plain?.Dispose();
        lock (_gate)
        {
            foreach (var (client, timer) in _retired)
            {
                timer.Dispose();
                client.Dispose();
            }

            foreach (var client in _clients.Values)
            {
                client.Dispose();
            }

            _retired.Clear();
            _clients.Clear();
        }
    }

    // Every setting here was measured against its default: see docs/decisions/0002-upstream-connections.md.
    private SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = _connector.ConnectAsync,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        MaxResponseDrainSize = 0,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
        PooledConnectionLifetime = options.ConnectionLifetime,
        ActivityHeadersPropagator = null,
        UseCookies = false,
        UseProxy = false,
    };

    private UpstreamClient Remember(ProviderSnapshot provider)
    {
        lock (_gate)
        {
            if (_bySnapshot.TryGetValue(provider, out var known))
            {
                return known;
            }

            if (!_clients.TryGetValue(provider.Config, out var client))
            {
                client = Create(provider.Config);
                _clients.Add(provider.Config, client);
            }

            _bySnapshot.Add(provider, client);
            RetireOthers(snapshots.Current.Config);
            return client;
        }
    }

    // A request that began before the reload may have just asked for a client that is no longer configured: it gets one, for its time.
    private void RetireOthers(LoadlineConfig config)
    {
        _longestDeadline = config.Routes.Select(route => route.Timeouts.Total).Append(_longestDeadline).Max();
        foreach (var (provider, client) in _clients.Where(pair => !config.Providers.Contains(pair.Key)).ToList())
        {
            _clients.Remove(provider);
            _retired.Add(client, time.CreateTimer(_ => End(client), null, _longestDeadline, Timeout.InfiniteTimeSpan));
        }
    }

    private void End(UpstreamClient client)
    {
        lock (_gate)
        {
            if (_retired.Remove(client, out var timer))
            {
                timer.Dispose();
                client.Dispose();
            }
        }
    }

    private UpstreamClient Create(ProviderConfig config) =>
        new(config, config.Dialect == ProviderDialects.Simulated ? simulated.Create(config) : CreateHandler(), metrics, time);
}
