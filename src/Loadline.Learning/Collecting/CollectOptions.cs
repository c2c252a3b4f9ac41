namespace Loadline.Learning.Collecting;

/// <summary>How outcomes are collected.</summary>
public sealed record CollectOptions
{
    /// <summary>Gets the most that this run may spend, judges included, in USD. Default: 5.</summary>
    public decimal MaxUsd { get; init; } = 5;

    /// <summary>Gets the time between two calls' starts. Default: none.</summary>
    public TimeSpan Spacing { get; init; }

    /// <summary>Gets the calls under way at once. Default: 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Gets the most tokens an answer may have; it bounds what a call can cost. Default: 1024.</summary>
    public int MaxOutput { get; init; } = 1024;

    /// <summary>Gets the tokens that an answer is expected to have, for the estimate. Default: 256.</summary>
    public int ExpectedOutput { get; init; } = 256;

    /// <summary>Gets what providers call the limit of tokens. Default: <c>max_completion_tokens</c>.</summary>
    public string LimitField { get; init; } = "max_completion_tokens";
}
