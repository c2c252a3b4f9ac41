using System.Text;
using System.Text.Json;

namespace Loadline.Testing;

/// <summary>A request as <see cref="FakeUpstream"/> received it.</summary>
public sealed class RecordedRequest
{
    internal RecordedRequest(long connectionId, string method, string path, IReadOnlyList<KeyValuePair<string, string>> headers, long receivedAt)
    {
        ConnectionId = connectionId;
        Method = method;
        Path = path;
        Headers = headers;
        ReceivedAt = receivedAt;
    }

    /// <summary>Gets the <see cref="UpstreamConnection.Id"/> of the connection it came on.</summary>
    public long ConnectionId { get; }

    public string Method { get; }

    /// <summary>Gets the request target, query included.</summary>
    public string Path { get; }

    /// <summary>Gets the headers in their order, spelled as received.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Gets the body, chunk framing removed; empty while unread or absent.</summary>
    public ReadOnlyMemory<byte> Body { get; internal set; }

    /// <summary>Gets the tokens, in and out, that the reply reported and that were handed to the network; null where none were.</summary>
    /// <remarks>The upstream's own bill, to hold a ledger against.</remarks>
    public (long Input, long Output)? Billed { get; internal set; }

    /// <summary>Gets whether the reply was sent to its end.</summary>
    public bool IsAnswered { get; internal set; }

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Gets when its head was complete, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> tells it.</summary>
    public long ReceivedAt { get; }

    /// <summary>The values of a header, joined with a comma; null when it was not sent. Case does not matter.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).ToList();
        return values.Count == 0 ? null : string.Join(", ", values);
    }

    /// <summary>Parses the body.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public JsonDocument Json() => JsonDocument.Parse(Body);
}
