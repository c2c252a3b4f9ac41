namespace Loadline.Testing.Cost;

/// <summary>What some work allocates every time it is done.</summary>
public static class Allocations
{
    /// <summary>
    /// The least that any of ten runs allocated, in bytes of this thread. What the work itself allocates is in each; what the run-time shares between
    /// threads (a regex's runner, a pool's array) another test may hold just now, and is then made anew once, and a collection that another thread's
    /// work brought about was seen to shift the count by the seven kilobytes that were left of this thread's piece of the heap.
    /// </summary>
    public static long Least(Action work)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 10 && least > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
