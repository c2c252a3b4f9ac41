namespace Loadline.Core.Policies;

/// <summary>What one policy's embedding endpoint has said, cost and failed so far. Thread-safe; bounded.</summary>
public sealed class EmbeddingState
{
    // An endpoint that is down would cost every request its whole time budget.
    private const int MostFailures = 5;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, float[]> _vectors = [];
    private readonly Queue<UInt128> _order = new();
    private int _failures;
    private TimeSpan _restsUntil;
    private long _day;
    private decimal _spent;

    /// <summary>Finds the embedding of a message that was asked for before.</summary>
    /// <param name="message">The key of the normalised message.</param>
    public float[]? Find(UInt128 message)
    {
        lock (_gate)
        {
            return _vectors.GetValueOrDefault(message);
        }
    }

    /// <summary>Keeps an embedding, in the place of the oldest where there are too many.</summary>
    public void Remember(UInt128 message, float[] vector, int most)
    {
        lock (_gate)
        {
            if (most > 0 && _vectors.TryAdd(message, vector))
            {
                _order.Enqueue(message);
            }

            while (_order.Count > most)
            {
                _vectors.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Whether the endpoint may be asked: not for ten seconds after five failures in a row, then once again.</summary>
    public bool MayAsk(TimeSpan now)
    {
        lock (_gate)
        {
            return _failures < MostFailures || now >= _restsUntil;
        }
    }

    /// <summary>Takes notice of how a call ended.</summary>
    public void Ended(bool succeeded, TimeSpan now)
    {
        lock (_gate)
        {
            _failures = succeeded ? 0 : _failures + 1;
            _restsUntil = _failures >= MostFailures ? now + Rest : default;
        }
    }

    /// <summary>Counts what a call cost.</summary>
    public void Spend(decimal usd, DateTimeOffset now)
    {
        lock (_gate)
        {
            Turn(now);
            _spent += usd;
        }
    }

    /// <summary>Tells what the calls of this day (UTC) cost so far, in USD.</summary>
    public decimal Spent(DateTimeOffset now)
    {
        lock (_gate)
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
