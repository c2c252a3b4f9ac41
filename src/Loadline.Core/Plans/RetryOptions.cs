namespace Loadline.Core.Plans;

/// <summary>How often, how soon and how many at once a failed request is tried again.</summary>
/// <remarks>Budget and its minimum are Envoy's, the token bucket and the single deadline are gRPC's (A6), the attempts are Google SRE's.</remarks>
public sealed record RetryOptions
{
    /// <summary>Gets what is in force where the config says nothing.</summary>
    public static RetryOptions Default { get; } = new();

    /// <summary>Gets the most attempts of one request that may have reached an upstream; refused connections are not counted. Default: 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Gets the range of the first wait: it is drawn from [0, this). Default: 25 ms, doubled with each further one.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Gets the bound of the doubling. Default: 1 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest <c>Retry-After</c> that is waited for inside a request. Default: 5 s; a longer one goes to the caller.</summary>
    public TimeSpan MaxAdvisedWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the share of running requests that may be on an extra attempt. Default: 20 %.</summary>
    public double BudgetShare { get; init; } = 0.2;

    /// <summary>Gets how many extra attempts may always run at once. Default: 3.</summary>
    public int BudgetMinimum { get; init; } = 3;

    /// <summary>Gets how long a request waits for room in the budget before it gives up; its deadline may end the wait sooner. Default: 30 s, the time of several long answers.</summary>
    public TimeSpan MaxRoomWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Draws a wait for room in the budget: at least half of the bound, because room takes time to come.</summary>
    /// <param name="number">From 1: the first such wait of a request.</param>
    /// <param name="random">The source of chance.</param>
    public TimeSpan DrawForRoom(int number, Random random) => (Bound(number) / 2) + (Bound(number) / 2 * random.NextDouble());

    /// <summary>Draws a wait: full jitter under a doubling, capped bound.</summary>
    /// <param name="number">From 1: the first wait of a request.</param>
    /// <param name="random">The source of chance.</param>
    public TimeSpan Draw(int number, Random random) => Bound(number) * random.NextDouble();

    private TimeSpan Bound(int number) =>
        TimeSpan.FromMilliseconds(Math.Min(BaseDelay.TotalMilliseconds * Math.Pow(2, number - 1), MaxDelay.TotalMilliseconds));
}
