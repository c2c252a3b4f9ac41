namespace Loadline.Core.Policies;

/// <summary>What was asked of a model beside the answer itself, for routing: its replies by what was asked, and what asking cost. Thread-safe; bounded.</summary>
/// <typeparam name="T">A reply.</typeparam>
public class AskedMemory<T>
    where T : class
{
    private readonly Dictionary<UInt128, T> _replies = [];
    private readonly Queue<UInt128> _order = new();
    private long _day;
    private decimal _spent;

    private protected Lock Gate { get; } = new();

    /// <summary>Finds what was replied before.</summary>
    /// <param name="asked">The key of the normalised text.</param>
    public T? Find(UInt128 asked)
    {
        lock (Gate)
        {
            return _replies.GetValueOrDefault(asked);
        }
    }

    /// <summary>Remembers a reply, in the place of the oldest where there are too many.</summary>
    /// <param name="asked">The key of the normalised text.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="most">The most that are remembered; 0: none.</param>
    public void Remember(UInt128 asked, T reply, int most)
    {
        lock (Gate)
        {
            if (most > 0 && _replies.TryAdd(asked, reply))
            {
                _order.Enqueue(asked);
            }

            while (_order.Count > most)
            {
                _replies.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Counts what a call cost.</summary>
    public void Spend(decimal usd, DateTimeOffset now)
    {
        lock (Gate)
        {
            Turn(now);
            _spent += usd;
        }
    }

    /// <summary>Tells what the calls of this day (UTC) cost so far, in USD.</summary>
    public decimal Spent(DateTimeOffset now)
    {
        lock (Gate)
        {
            Turn(now);
            return _spent;
        }
    }

    private void Turn(DateTimeOffset now)
    {
        var day = now.UtcTicks / TimeSpan.TicksPerDay;
        if (day != _day)
        {
            (_day, _spent) = (day, 0);
        }
    }
}
