namespace Loadline.Wire.Conversion;

/// <summary>What an upstream's complaint means for routing, whoever wrote it.</summary>
public enum ErrorKind : byte
{
    /// <summary>None of those below.</summary>
    Other,

    /// <summary>The request is longer than the model's context window.</summary>
    ContextOverflow,
    ContentFilter,
    Authentication,
    Permission,
    NotFound,

    /// <summary>Money or a plan's allowance is spent; waiting a moment does not help.</summary>
    Quota,
    RateLimit,
    Overloaded,
    Timeout,
    InvalidRequest,
    TooLarge,
    Server,
}
