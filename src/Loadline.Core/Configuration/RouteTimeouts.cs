namespace Loadline.Core.Configuration;

/// <summary>How long an upstream may take.</summary>
public sealed record RouteTimeouts
{
    /// <summary>Gets the time to connect. Default: 3 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets the time from sending to the first content of a stream. Default: 60 s. Not applied to the last candidate.</summary>
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the time from sending to the last byte of a reply that is not streamed. Default: 5 min. Not applied to the last candidate.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the silence allowed inside a stream. Default: 60 s.</summary>
    public TimeSpan BetweenTokens { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the deadline of the whole request over all attempts. Default: 10 min.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(10);
}
