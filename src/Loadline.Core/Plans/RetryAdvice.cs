namespace Loadline.Core.Plans;

/// <summary>What an upstream said about trying again.</summary>
/// <param name="Wait">How long to stay away; <see langword="null"/> where it said nothing.</param>
/// <param name="ShouldRetry">Its own word on whether the same request may be sent again; <see langword="null"/> where it said nothing.</param>
public readonly record struct RetryAdvice(TimeSpan? Wait, bool? ShouldRetry = null)
{
    /// <summary>The longest wait that is believed: 10 minutes. What lies beyond is a mistake or means "not today".</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
}
