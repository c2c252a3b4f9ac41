namespace Loadline.Testing;

/// <summary>A fault: what happens, and where in the reply.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Point">Where.</param>
/// <param name="Count">Tokens or bytes sent before it strikes, where the point counts them.</param>
public sealed record UpstreamFault(FaultKind Kind, FaultPoint Point, int Count = 0)
{
    public static UpstreamFault BeforeHeaders(FaultKind kind) => new(kind, FaultPoint.BeforeHeaders);

    public static UpstreamFault AfterHeaders(FaultKind kind) => new(kind, FaultPoint.AfterHeaders);

    /// <summary>Streams only: strikes once so many tokens (or scripted events) are out, before the next one's gap.</summary>
    public static UpstreamFault AfterTokens(FaultKind kind, int tokens) => new(kind, FaultPoint.AfterTokens, tokens);

    /// <summary>Chunked bodies only: strikes where the last chunk would follow.</summary>
    public static UpstreamFault AfterBody(FaultKind kind) => new(kind, FaultPoint.AfterBody);

    /// <summary>Strikes once so many bytes of the body are out. A body that is shorter ends as if there were no fault.</summary>
    public static UpstreamFault AtByte(FaultKind kind, int bytes) => new(kind, FaultPoint.AtByte, bytes);
}
