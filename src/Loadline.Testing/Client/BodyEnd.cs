namespace Loadline.Testing;

/// <summary>How a response's body ended, as the caller could tell.</summary>
public enum BodyEnd
{
    /// <summary>As framed: all of <c>Content-Length</c>, or the chunk of size zero.</summary>
    Complete,

    /// <summary>By the peer's FIN. Right for a body without framing, a truncation for the others.</summary>
    Closed,

    /// <summary>By the peer's RST.</summary>
    Reset,
}
