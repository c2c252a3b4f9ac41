namespace Loadline.Core.Policies;

/// <summary>What a router model has said and cost so far. Thread-safe; bounded.</summary>
public sealed class LlmState
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, string> _labels = [];
    private readonly Queue<UInt128> _order = new();
    private long _day;
    private decimal _spent;

    /// <summary>Finds what was said of a prompt before.</summary>
    public string? Find(UInt128 prompt)
    {
        lock (_gate)
        {
            return _labels.GetValueOrDefault(prompt);
        }
    }

    /// <summary>Remembers what was said, in the place of the oldest where there are too many.</summary>
    public void Remember(UInt128 prompt, string label, int most)
    {
        lock (_gate)
        {
            if (most > 0 && _labels.TryAdd(prompt, label))
            {
                _order.Enqueue(prompt);
            }

            while (_order.Count > most)
            {
                _labels.Remove(_order.Dequeue());
            }
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
