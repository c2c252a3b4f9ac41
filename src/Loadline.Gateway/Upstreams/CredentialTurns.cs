using Loadline.Core.Configuration;
using Loadline.Core.Plans;

namespace Loadline.Gateway.Upstreams;

/// <summary>Which of a provider's credentials is used next, and which rest because the provider refused them or slowed them down. Safe for any number of threads.</summary>
/// <remarks>Costs a call that succeeds two reads; nothing is allocated.</remarks>
internal sealed class CredentialTurns(int count, KeyRotation rotation, TimeProvider time)
{
    /// <summary>How long a credential rests that was refused; doubled each time in a row, up to <see cref="LongestRest"/>.</summary>
    public static readonly TimeSpan RefusedRest = TimeSpan.FromMinutes(1);

    /// <summary>How long one rests that was slowed down, where the provider does not say.</summary>
    public static readonly TimeSpan SlowedRest = TimeSpan.FromSeconds(5);

    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan LongestRest = RetryAdvice.LongestWait;

    private readonly long[] _until = new long[count];
    private readonly int[] _refused = new int[count];
    private int _turn = -1;

    public int Count => count;

    /// <summary>Picks the credential for a call, or for its next try.</summary>
    /// <param name="tried">Those that this call has used, as bits.</param>
    /// <returns>A position; where all rest, that of the one that is back first; -1 where all were tried.</returns>
    public int Pick(uint tried)
    {
        if (count == 1)
        {
            return tried == 0 ? 0 : -1;
        }

        var now = MonotonicClock.Now(time).Ticks;
        var turn = rotation != KeyRotation.RoundRobin ? 0u : (uint)(tried == 0 ? Interlocked.Increment(ref _turn) : Volatile.Read(ref _turn));
        var first = (int)(turn % (uint)count);
        var soonest = -1;
        for (var i = 0; i < count; i++)
        {
            var at = (first + i) % count;
            if ((tried & (1u << at)) != 0)
            {
                continue;
            }

            var until = Volatile.Read(ref _until[at]);
            if (until <= now)
            {
                return at;
            }

            soonest = soonest < 0 || until < Volatile.Read(ref _until[soonest]) ? at : soonest;
        }

        // A second try with one that rests would only be turned away again.
        return tried == 0 ? soonest : -1;
    }

    /// <summary>Takes a reply's status into account.</summary>
    /// <param name="at">The credential's position.</param>
    /// <param name="status">The status.</param>
    /// <param name="retryAfter">What the provider said about coming back; <see langword="null"/> where it said nothing.</param>
    /// <returns>Whether another credential may do better.</returns>
    public bool Ended(int at, int status, TimeSpan? retryAfter)
    {
        if (status is 401 or 402 or 403)
        {
            var times = Interlocked.Increment(ref _refused[at]);
            Rest(at, RefusedRest * Math.Pow(2, Math.Min(times - 1, 10)));
            return true;
        }

        if (status == 429)
        {
            Rest(at, retryAfter is { } wait && wait > TimeSpan.Zero ? wait : SlowedRest);
            return true;
        }

        if (status < 400 && (Volatile.Read(ref _refused[at]) != 0 || Volatile.Read(ref _until[at]) != 0))
        {
            Volatile.Write(ref _refused[at], 0);
            Volatile.Write(ref _until[at], 0);
        }

        return false;
    }

    /// <summary>Gets how long a credential still rests; zero where it does not.</summary>
    public TimeSpan Left(int at) => TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _until[at]) - MonotonicClock.Now(time).Ticks));

    private void Rest(int at, TimeSpan wait) =>
        Volatile.Write(ref _until[at], (MonotonicClock.Now(time) + (wait < LongestRest ? wait : LongestRest)).Ticks);
}
