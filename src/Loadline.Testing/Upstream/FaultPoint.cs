namespace Loadline.Testing;

/// <summary>Where in a reply a fault strikes.</summary>
public enum FaultPoint
{
    /// <summary>The request was read, nothing was answered.</summary>
    BeforeHeaders,

    /// <summary>Status line and headers were sent, and no byte of the body.</summary>
    AfterHeaders,

    /// <summary>So many tokens of a stream were sent.</summary>
    AfterTokens,

    /// <summary>So many bytes of the body were sent, chunk framing not counted.</summary>
    AtByte,

    /// <summary>The whole body was sent, and not what ends its framing.</summary>
    AfterBody,
}
