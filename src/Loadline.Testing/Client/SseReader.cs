using System.Text;

namespace Loadline.Testing;

/// <summary>Cuts a body into server-sent events; any split of the bytes gives the same events.</summary>
internal sealed class SseReader
{
    private readonly List<byte> _line = [];
    private readonly List<string> _data = [];
    private readonly List<string> _comments = [];
    private string? _name;
    private bool _afterCarriageReturn;

    /// <summary>Takes bytes and adds the events they complete.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, long receivedAt, ICollection<RawEvent> into)
    {
        foreach (var b in bytes)
        {
            var ignored = b == '\n' && _afterCarriageReturn;
            _afterCarriageReturn = b == '\r';
            if (ignored)
            {
                continue;
            }

            if (b is (byte)'\n' or (byte)'\r')
            {
                EndLine(receivedAt, into);
            }
            else
            {
                _line.Add(b);
            }
        }
    }

    private void EndLine(long receivedAt, ICollection<RawEvent> into)
    {
        var line = Encoding.UTF8.GetString([.. _line]);
        _line.Clear();
        if (line.Length == 0)
        {
            EndEvent(receivedAt, into);
            return;
        }

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var value = colon < 0 ? "" : line[(colon + 1)..];
        value = value.StartsWith(' ') ? value[1..] : value;
        switch (colon < 0 ? line : line[..colon])
        {
            case "":
                _comments.Add(value);
                break;
            case "data":
                _data.Add(value);
                break;
            case "event":
                _name = value;
                break;
        }
    }

    private void EndEvent(long receivedAt, ICollection<RawEvent> into)
    {
        if (_data.Count > 0 || _comments.Count > 0 || _name is not null)
        {
            into.Add(new RawEvent(_name, string.Join('\n', _data), _comments.Count == 0 ? null : string.Join('\n', _comments), receivedAt));
        }

        _data.Clear();
        _comments.Clear();
        _name = null;
    }
}
