using System.Collections.Concurrent;
using Loadline.Extensions.AI.Clients;

namespace Loadline.Extensions.AI.Attempts;

/// <summary>Keeps exchanges for their next request, and what was said of answers.</summary>
internal sealed class ExchangePool(ClientMap clients, LoadlineOptions options) : IDisposable
{
    private const int MostKept = 64;

    private readonly ConcurrentQueue<ChatExchange> _free = new();
    private readonly Dictionary<(string Decision, string Source), double> _judged = [];
    private readonly Queue<(string Decision, string Source)> _judgedOrder = new();
    private ChatExchange? _hot;

    public ChatExchange Rent() =>
        Interlocked.Exchange(ref _hot, null) ?? (_free.TryDequeue(out var free) ? free : new ChatExchange(clients, options));

    public void Return(ChatExchange exchange)
    {
        exchange.Release();
        if (Interlocked.CompareExchange(ref _hot, exchange, null) is null)
        {
            return;
        }

        if (_free.Count < MostKept)
        {
            _free.Enqueue(exchange);
        }
        else
        {
            exchange.Dispose();
        }
    }

    /// <summary>Notes a judgement.</summary>
    /// <returns>What the same source said of the same decision before; <see langword="null"/>: nothing.</returns>
    public double? Judge(string decision, string source, double quality)
    {
        lock (_judged)
        {
            var key = (decision, source);
            double? before = _judged.TryGetValue(key, out var said) ? said : null;
            _judged[key] = quality;
            if (before is null)
            {
                _judgedOrder.Enqueue(key);
            }

            while (_judgedOrder.Count > Math.Max(1, options.RecentDecisions) * 2)
            {
                _judged.Remove(_judgedOrder.Dequeue());
            }

            return before;
        }
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _hot, null)?.Dispose();
        while (_free.TryDequeue(out var exchange))
        {
            exchange.Dispose();
        }
    }
}
