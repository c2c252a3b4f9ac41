namespace Loadline.Core.Limits;

/// <summary>What a limit counts.</summary>
public enum LimitedUse
{
    /// <summary>Requests let in.</summary>
    Requests,

    /// <summary>Prompt and generated tokens: estimated when a request is let in, corrected when it has ended.</summary>
    Tokens,

    /// <summary>USD as a rate; <see cref="Budget"/> is the one that money is planned with.</summary>
    Cost,

    /// <summary>Requests under way at once; has no window.</summary>
    Concurrency,

    /// <summary>USD a calendar period, reserved before they are spent.</summary>
    Budget,
}
