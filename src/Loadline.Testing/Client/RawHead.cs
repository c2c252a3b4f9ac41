namespace Loadline.Testing;

/// <summary>A response's status line and headers as received.</summary>
/// <param name="StatusLine">Such as <c>HTTP/1.1 200 OK</c>.</param>
/// <param name="Status">Its number.</param>
/// <param name="Headers">In their order, spelled as received.</param>
/// <param name="ReceivedAt">When the last of it was read, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> tells it.</param>
public sealed record RawHead(string StatusLine, int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, long ReceivedAt)
{
    /// <summary>The values of a header, joined with a comma; null when it was not sent. Case does not matter.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).ToList();
        return values.Count == 0 ? null : string.Join(", ", values);
    }
}
