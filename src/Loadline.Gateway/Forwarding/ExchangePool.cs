using System.Collections.Concurrent;

namespace Loadline.Gateway.Forwarding;

/// <summary>Exchanges that wait for their next request.</summary>
internal sealed class ExchangePool(ForwardingServices services)
{
    // Enough for the requests that are under way at once on a busy machine; more are made and dropped.
    private const int MostIdle = 256;

    private readonly ConcurrentQueue<Exchange> _idle = new();
    private int _count;

    public Exchange Get()
    {
        if (_idle.TryDequeue(out var exchange))
        {
            Interlocked.Decrement(ref _count);
            return exchange;
        }

        return new Exchange(services);
    }

    public void Return(Exchange exchange)
    {
        if (Interlocked.Increment(ref _count) <= MostIdle)
        {
            _idle.Enqueue(exchange);
            return;
        }

        Interlocked.Decrement(ref _count);
        exchange.Dispose();
    }
}
