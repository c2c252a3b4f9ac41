namespace Loadline.Core.Ledger.Features;

/// <summary>Picks the requests of a route whose features are kept: every one while they are few, an even share of the time where they are many.</summary>
/// <remarks>
/// Training needs tens of thousands of rows, not every one of a busy day, and reading features off a request costs more than deciding it by
/// rules. What is picked depends on when a request ended, never on what it says. The generic cell rate algorithm (ITU-T I.371): one number,
/// no lock, nothing allocated; safe for any number of threads.
/// </remarks>
public sealed class FeatureSampler
{
    /// <summary>Requests a second whose features are kept where the config does not say.</summary>
    public const int DefaultRate = 20;

    /// <summary>The rate of a route that keeps those of every request.</summary>
    public const int EveryRequest = int.MaxValue;

    // A route that is asked in bursts keeps those of a minute's worth.
    private static readonly long Burst = TimeSpan.FromMinutes(1).Ticks;

    private readonly long _interval;
    private long _next = long.MinValue;

    /// <param name="rate">The most requests a second; 0: none.</param>
    public FeatureSampler(int rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        Rate = rate;
        _interval = rate is 0 or EveryRequest ? 0 : TimeSpan.TicksPerSecond / rate;
    }

    /// <summary>Gets the most requests a second.</summary>
    public int Rate { get; }

    /// <summary>Tells whether to keep a request's features; each yes counts.</summary>
    /// <param name="time">When the request came.</param>
    public bool Takes(DateTimeOffset time)
    {
        if (_interval == 0)
        {
            return Rate > 0;
        }

        while (true)
        {
            var next = Volatile.Read(ref _next);
            var from = Math.Max(next, time.UtcTicks - Burst);
            if (from > time.UtcTicks)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _next, from + _interval, next) == next)
            {
                return true;
            }
        }
    }
}
