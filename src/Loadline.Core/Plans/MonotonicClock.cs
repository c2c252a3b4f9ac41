namespace Loadline.Core.Plans;

/// <summary>The clock that health, deadlines and budgets are measured with: it never goes back, whatever the wall clock does.</summary>
public static class MonotonicClock
{
    /// <summary>Gets the time since a fixed but arbitrary origin.</summary>
    public static TimeSpan Now(TimeProvider time) => time.GetElapsedTime(0, time.GetTimestamp());
}
