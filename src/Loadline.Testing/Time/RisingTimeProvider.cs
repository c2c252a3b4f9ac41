namespace Loadline.Testing;

/// <summary>The system's clock, except that no two looks at it show the same millisecond: what one caller does in turn has one order.</summary>
/// <remarks>Safe for any number of threads. Looked at more than once a millisecond it runs ahead; timestamps and timers are the system's.</remarks>
public sealed class RisingTimeProvider : TimeProvider
{
    private long _last = System.GetUtcNow().ToUnixTimeMilliseconds();

    public override DateTimeOffset GetUtcNow()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(last + 1, System.GetUtcNow().ToUnixTimeMilliseconds());
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(next);
            }
        }
    }
}
