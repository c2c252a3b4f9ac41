using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>The connections to upstreams that the runtime itself counts, by port: those that carry a request, and those that wait in a pool.</summary>
internal static class UpstreamSockets
{
    private static readonly ConcurrentDictionary<(int Port, bool IsIdle), long> Open = new();
    private static readonly MeterListener Listener = new();

    /// <summary>Gets the connections to a port that carry a request.</summary>
    public static long Busy(int port) => Open.GetValueOrDefault((port, false));

    /// <summary>Gets the connections to a port that wait for their next request.</summary>
    public static long Pooled(int port) => Open.GetValueOrDefault((port, true));

    // Before the first connection: one that was opened unwatched is never counted.
    [ModuleInitializer]
    internal static void Watch()
    {
        Listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Name: "http.client.open_connections", Meter.Name: "System.Net.Http" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Listener.SetMeasurementEventCallback<long>(static (_, change, tags, _) =>
        {
            var port = 80;
            var isIdle = false;
            foreach (var (key, value) in tags)
            {
                port = key == "server.port" ? (int)value! : port;
                isIdle |= key == "http.connection.state" && value is "idle";
            }

            Open.AddOrUpdate((port, isIdle), change, (_, before) => before + change);
        });
        Listener.Start();
    }
}
