using System.Globalization;
using System.Text;

namespace Loadline.Testing;

/// <summary>Takes a body apart by its framing.</summary>
internal sealed class RawBody
{
    private readonly ReceiveBuffer _received;
    private readonly bool _chunked;
    private long _left;

    public RawBody(ReceiveBuffer received, RawHead head)
    {
        _received = received;
        _chunked = string.Equals(head.Header("Transfer-Encoding"), "chunked", StringComparison.OrdinalIgnoreCase);
        _left = head.Header("Content-Length") is { } length ? long.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture) : long.MaxValue;
        _left = head.Status is 204 or 304 ? 0 : _left;
    }

    /// <summary>Gets how the body ended; meaningful once <see cref="NextAsync"/> returned null.</summary>
    public BodyEnd End { get; private set; }

    public Task<RawChunk?> NextAsync(CancellationToken cancellationToken)
        => _chunked ? NextChunkAsync(cancellationToken) : NextReadAsync(cancellationToken);

    private async Task<RawChunk?> NextReadAsync(CancellationToken cancellationToken)
    {
        if (_left == 0)
        {
            return Ended(BodyEnd.Complete);
        }

        if (_received.Count == 0 && !await _received.FillAsync(cancellationToken))
        {
            return Ended(_received.Ended!.Value);
        }

        var bytes = _received.Take((int)Math.Min(_left, int.MaxValue));
        _left -= _left == long.MaxValue ? 0 : bytes.Length;
        return new RawChunk(bytes, _received.LastReadAt);
    }

    private async Task<RawChunk?> NextChunkAsync(CancellationToken cancellationToken)
    {
        var line = await _received.TakeThroughAsync("\r\n"u8.ToArray(), cancellationToken);
        if (line is null)
        {
            return Ended(_received.Ended!.Value);
        }

        var size = int.Parse(Encoding.ASCII.GetString(line).Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        while (_received.Count < size + 2)
        {
            if (!await _received.FillAsync(cancellationToken))
            {
                // What came of a cut chunk is still the caller's; the end follows on the next call.
                return _received.Count > 0 ? new RawChunk(_received.Take(size), _received.LastReadAt) : Ended(_received.Ended!.Value);
            }
        }

        var bytes = _received.Take(size);
        _received.Take(2);
        return size == 0 ? Ended(BodyEnd.Complete) : new RawChunk(bytes, _received.LastReadAt);
    }

    private RawChunk? Ended(BodyEnd end)
    {
        End = end;
        return null;
    }
}
