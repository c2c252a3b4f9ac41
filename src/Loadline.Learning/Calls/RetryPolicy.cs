namespace Loadline.Learning.Calls;

/// <summary>When a call is tried again and how long to wait: after 429, 5xx and broken connections, twice as long each time.</summary>
public sealed record RetryPolicy
{
    /// <summary>Gets the most tries, the first included. Default: 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Gets the first wait. Default: 500 ms.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets the longest wait, whatever a <c>Retry-After</c> asks. Default: 30 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether another try may help, by HTTP status; 0 stands for a connection that broke.</summary>
    public static bool IsTransient(int status) => status is 0 or 408 or 429 or >= 500;

    /// <summary>Computes the wait before the next try.</summary>
    /// <param name="attempt">The tries made so far, from 1.</param>
    /// <param name="asked">What the answer's <c>Retry-After</c> asks.</param>
    /// <param name="random">Spreads the waits of many callers between half and the whole.</param>
    public TimeSpan Wait(int attempt, TimeSpan? asked, Random random)
    {
        var doubled = FirstWait * Math.Pow(2, Math.Min(attempt - 1, 20)) * (0.5 + (0.5 * random.NextDouble()));
        var wanted = asked > doubled ? asked.Value : doubled;
        return wanted < LongestWait ? wanted : LongestWait;
    }
}
