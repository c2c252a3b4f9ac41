using System.Collections.Concurrent;

namespace Loadline.Gateway.Forwarding;

/// <summary>Exchanges that wait for their next request, and those that serve one.</summary>
internal sealed class ExchangePool(ForwardingServices services)
{
    // Enough for the requests that are under way at once on a busy machine; more are made and dropped.
    private const int MostIdle = 256;

    private readonly ConcurrentQueue<Exchange> _idle = new();
    private readonly ConcurrentDictionary<Exchange, byte> _all = new();
    private int _count;
    private int _active;

    /// <summary>Gets the requests under way.</summary>
    public int Active => Volatile.Read(ref _active);

    public Exchange Get()
    {
        Interlocked.Increment(ref _active);
        if (_idle.TryDequeue(out var exchange))
        {
            Interlocked.Decrement(ref _count);
            return exchange;
        }

        var made = new Exchange(services);
        _all.TryAdd(made, 0);
        return made;
    }

    public void Return(Exchange exchange)
    {
        Interlocked.Decrement(ref _active);
        if (Interlocked.Increment(ref _count) <= MostIdle)
        {
            _idle.Enqueue(exchange);
            return;
        }

        Interlocked.Decrement(ref _count);
        _all.TryRemove(exchange, out _);
        exchange.Dispose();
    }

    /// <summary>Ends whatever is under way, for good: callers are told that the gateway stops.</summary>
    public void EndAll()
    {
        foreach (var exchange in _all.Keys)
        {
            exchange.EndForShutdown();
        }
    }
}
