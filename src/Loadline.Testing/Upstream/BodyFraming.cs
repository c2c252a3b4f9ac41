namespace Loadline.Testing;

/// <summary>How the end of a reply's body is told.</summary>
public enum BodyFraming
{
    /// <summary><see cref="Chunked"/> for a stream, <see cref="ContentLength"/> for the rest: what providers do.</summary>
    Usual,

    /// <summary>By <c>Content-Length</c>.</summary>
    ContentLength,

    /// <summary>By the chunk of size zero; each write is a chunk.</summary>
    Chunked,

    /// <summary>By closing the connection, as in HTTP/1.0: a cut cannot be told from an end.</summary>
    Close,
}
