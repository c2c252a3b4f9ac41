using System.Text;
using System.Text.Json;

namespace Loadline.Testing;

/// <summary>A response read to its end.</summary>
/// <param name="Head">Status line and headers.</param>
/// <param name="Body">The body without its framing, as much as came.</param>
/// <param name="End">How it ended.</param>
public sealed record RawResponse(RawHead Head, ReadOnlyMemory<byte> Body, BodyEnd End)
{
    public int Status => Head.Status;

    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Parses the body.</summary>
    public JsonDocument Json() => JsonDocument.Parse(Body);
}
