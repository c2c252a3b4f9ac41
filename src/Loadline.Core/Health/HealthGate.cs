namespace Loadline.Core.Health;

/// <summary>A circuit breaker with outlier ejection: benches what fails, probes it, lets it back by degrees.</summary>
/// <remarks>
/// Safe for any number of threads. While all goes well it costs an interlocked addition a call; its lock is taken only when something has
/// failed or comes back. All times are one monotonic clock's, measured from any fixed origin.
/// </remarks>
public sealed class HealthGate(HealthOptions options)
{
    private const int Closed = 0;
    private const int Open = 1;
    private const int Ramping = 2;

    private readonly Lock _lock = new();
    private volatile int _state;
    private long _until;
    private long _since;
    private long _length;
    private long _returned;
    private int _consecutive;
    private int _benches;
    private int _probes;

    // Two half windows: the one that fills, and the full one before it.
    private long _windowStart;
    private int _calls;
    private int _failures;
    private int _callsBefore;
    private int _failuresBefore;

    /// <summary>Gets how many benches followed one another.</summary>
    public int Benches => Volatile.Read(ref _benches);

    /// <summary>Gets the probes under way.</summary>
    public int Probes => Volatile.Read(ref _probes);

    /// <summary>Gets the calls remembered.</summary>
    public int Calls => Volatile.Read(ref _calls) + Volatile.Read(ref _callsBefore);

    /// <summary>Gets the share of remembered calls that failed; 0 where there are too few to tell.</summary>
    public double FailureShare
    {
        get
        {
            var calls = Calls;
            return calls < options.MinCalls ? 0 : (double)(Volatile.Read(ref _failures) + Volatile.Read(ref _failuresBefore)) / calls;
        }
    }

    /// <summary>How it stands at a time; the time only ever grows.</summary>
    public HealthState State(TimeSpan now) => _state switch
    {
        Closed => HealthState.Healthy,
        Ramping => now.Ticks - Volatile.Read(ref _returned) >= options.Ramp.Ticks ? HealthState.Healthy : HealthState.Ramping,
        _ => now.Ticks >= Volatile.Read(ref _until) ? HealthState.HalfOpen : HealthState.Benched,
    };

    /// <summary>Gets the time left on the bench; zero where there is none.</summary>
    public TimeSpan Left(TimeSpan now) => _state == Open ? Later(new TimeSpan(Volatile.Read(ref _until)) - now) : TimeSpan.Zero;

    /// <summary>Tells whether a call may be sent now, without taking anything.</summary>
    public bool MayUse(TimeSpan now) => _state != Open || (now.Ticks >= Volatile.Read(ref _until) && Probes < options.Probes);

    /// <summary>Gets the share of its usual traffic that it should get, in [0.1,1].</summary>
    public double Share(TimeSpan now) => _state == Ramping
        ? Math.Clamp((double)(now.Ticks - Volatile.Read(ref _returned)) / options.Ramp.Ticks, 0.1, 1)
        : 1;

    /// <summary>Enters; a gate whose bench has passed lets in only as many as may probe.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isProbe">Whether a probe's permit was taken, which <see cref="Leave"/> must give back.</param>
    public bool TryEnter(TimeSpan now, out bool isProbe)
    {
        isProbe = false;
        if (_state != Open)
        {
            return true;
        }

        if (now.Ticks < Volatile.Read(ref _until))
        {
            return false;
        }

        if (Interlocked.Increment(ref _probes) <= options.Probes)
        {
            return isProbe = true;
        }

        Interlocked.Decrement(ref _probes);
        return false;
    }

    /// <summary>Gives a probe's permit back.</summary>
    public void Leave() => Interlocked.Decrement(ref _probes);

    /// <summary>Takes a success into account.</summary>
    /// <param name="now">The time.</param>
    /// <param name="started">When the call began: what began before a bench says nothing about its end.</param>
    public void Succeeded(TimeSpan now, TimeSpan started)
    {
        Count(now, 0);
        if (_state == Closed)
        {
            if (Volatile.Read(ref _consecutive) != 0)
            {
                Volatile.Write(ref _consecutive, 0);
            }

            return;
        }

        lock (_lock)
        {
            if (_state == Open && started.Ticks >= _since)
            {
                Return(now);
            }
            else if (_state == Ramping && now.Ticks - _returned >= options.Ramp.Ticks)
            {
                _state = Closed;
            }

            _consecutive = 0;
        }
    }

    /// <summary>Takes a failure into account.</summary>
    public void Failed(TimeSpan now, TimeSpan started, Random random)
    {
        Count(now, 1);
        if (!options.IsOn)
        {
            return;
        }

        lock (_lock)
        {
            _consecutive++;
            if (_state == Open)
            {
                // Only a probe lengthens the bench: what was sent before it, or past it in a panic, is no news.
                if (started.Ticks >= _until)
                {
                    BenchFor(now, NextLength(now), random);
                }
            }
            else if (_consecutive >= options.ConsecutiveFailures || FailureShare >= options.FailureRate)
            {
                BenchFor(now, NextLength(now), random);
            }
        }
    }

    /// <summary>Benches for a time that grows with each bench that follows soon.</summary>
    public void Bench(TimeSpan now, Random random)
    {
        if (!options.IsOn)
        {
            return;
        }

        lock (_lock)
        {
            if (_state != Open || now.Ticks >= _until)
            {
                BenchFor(now, NextLength(now), random);
            }
        }
    }

    /// <summary>Takes up that somebody else benched the same: the next failure benches here, too, and a success clears it of suspicion.</summary>
    public void Suspect()
    {
        lock (_lock)
        {
            if (_state != Open)
            {
                _consecutive = Math.Max(_consecutive, options.ConsecutiveFailures - 1);
            }
        }
    }

    /// <summary>Stays away for as long as was asked for; never shortens a bench, and does not count as one.</summary>
    public void Cool(TimeSpan now, TimeSpan wait)
    {
        if (!options.IsOn)
        {
            return;
        }

        lock (_lock)
        {
            var until = (now + wait).Ticks;
            if (_state != Open || until > _until)
            {
                (_since, _until) = (now.Ticks, until);
                _state = Open;
            }
        }
    }

    private static TimeSpan Later(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void Return(TimeSpan now)
    {
        Forget(now);
        Volatile.Write(ref _returned, now.Ticks);
        _state = Ramping;
    }

    private void BenchFor(TimeSpan now, TimeSpan length, Random random)
    {
        _length = length.Ticks;
        _since = now.Ticks;
        _consecutive = 0;
        Volatile.Write(ref _until, now.Ticks + (long)(length.Ticks * (1 + (0.2 * random.NextDouble()))));
        Forget(now);
        _state = Open;
    }

    // Each quiet time as long as the last bench takes one off the count.
    private TimeSpan NextLength(TimeSpan now)
    {
        var quiet = _length > 0 && _state != Open ? (now.Ticks - _returned) / _length : 0;
        _benches = (int)Math.Max(0, _benches - quiet) + 1;
        var length = options.FirstBench.TotalMilliseconds * Math.Pow(2, Math.Min(_benches - 1, 30));
        return TimeSpan.FromMilliseconds(Math.Min(length, options.LongestBench.TotalMilliseconds));
    }

    private void Forget(TimeSpan now)
    {
        _calls = _failures = _callsBefore = _failuresBefore = 0;
        Volatile.Write(ref _windowStart, now.Ticks);
    }

    private void Count(TimeSpan now, int failures)
    {
        var start = Volatile.Read(ref _windowStart);
        var age = now.Ticks - start;
        if (age >= options.Window.Ticks && Interlocked.CompareExchange(ref _windowStart, now.Ticks, start) == start)
        {
            var isRecent = age < 2 * options.Window.Ticks;
            var calls = Interlocked.Exchange(ref _calls, 0);
            var failed = Interlocked.Exchange(ref _failures, 0);
            Volatile.Write(ref _callsBefore, isRecent ? calls : 0);
            Volatile.Write(ref _failuresBefore, isRecent ? failed : 0);
        }

        Interlocked.Increment(ref _calls);
        if (failures > 0)
        {
            Interlocked.Increment(ref _failures);
        }
    }
}
