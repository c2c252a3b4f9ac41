namespace Loadline.Wire.Conversion;

/// <summary>What an upstream's complaint means for routing, whoever wrote it.</summary>
public enum ErrorKind : byte
{
    /// <summary>None of those below.</summary>
    Other,

    /// <summary>The request is longer than the model's context window.</summary>
    ContextOverflow,

    /// <summary>The provider's filter stopped the prompt or the answer; another provider may answer.</summary>
    ContentFilter,

    /// <summary>The provider does not know the credential.</summary>
    Authentication,

    /// <summary>The credential is known, and may not do this.</summary>
    Permission,

    /// <summary>There is no such model, deployment or address.</summary>
    NotFound,

    /// <summary>Money or a plan's allowance is spent; waiting a moment does not help.</summary>
    Quota,

    /// <summary>Too many requests or tokens for now; waiting helps.</summary>
    RateLimit,

    /// <summary>The provider has no room for anybody just now.</summary>
    Overloaded,

    /// <summary>The provider gave up waiting for its own model.</summary>
    Timeout,

    /// <summary>The request is malformed or asks for what the model cannot do: the next provider may see it alike.</summary>
    InvalidRequest,

    /// <summary>The body has more bytes than the server takes.</summary>
    TooLarge,

    /// <summary>The provider failed in a way of its own.</summary>
    Server,
}
