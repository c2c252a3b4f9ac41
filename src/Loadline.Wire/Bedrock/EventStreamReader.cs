using System.Buffers;
using System.Buffers.Binary;

namespace Loadline.Wire.Bedrock;

/// <summary>Cuts bytes of <c>application/vnd.amazon.eventstream</c> into messages, checking both checksums of each.</summary>
/// <remarks>
/// A message: total length, headers' length, checksum of these eight bytes, headers, payload, checksum of all before; numbers of 32 bits,
/// most significant byte first. Not thread-safe.
/// </remarks>
internal sealed class EventStreamReader(int maxFrameBytes = EventStreamReader.DefaultMaxFrameBytes) : IDisposable
{
    /// <summary>The protocol's own bound on one message: 16 MiB.</summary>
    public const int DefaultMaxFrameBytes = 16 * 1024 * 1024;

    private const int PreludeBytes = 12;
    private const int LeastBytes = 16;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>Gets a value indicating whether a length or a checksum was wrong: nothing more is read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Gets the number of bytes of a message that is not whole yet.</summary>
    public int PendingBytes => _end - _start;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _end < bytes.Length)
        {
            MakeRoom(bytes.Length);
        }

        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Reads the next whole message.</summary>
    public bool TryRead(out EventStreamFrame frame)
    {
        frame = default;
        var pending = _buffer.AsSpan(_start, _end - _start);
        if (IsBroken || pending.Length < PreludeBytes)
        {
            return false;
        }

        var total = BinaryPrimitives.ReadUInt32BigEndian(pending);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(pending[4..]);
        if (total < LeastBytes || total > maxFrameBytes || headers > total - LeastBytes
            || BinaryPrimitives.ReadUInt32BigEndian(pending[8..]) != Crc32.Of(pending[..8]))
        {
            IsBroken = true;
            return false;
        }

        if (pending.Length < total)
        {
            return false;
        }

        var message = pending[..(int)total];
        if (BinaryPrimitives.ReadUInt32BigEndian(message[^4..]) != Crc32.Of(message[..^4]))
        {
            IsBroken = true;
            return false;
        }

        _start += (int)total;
        frame = new EventStreamFrame(message.Slice(PreludeBytes, (int)headers), message[(PreludeBytes + (int)headers)..^4]);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        _start = _end = 0;
    }

    private void MakeRoom(int more)
    {
        var pending = _buffer.AsSpan(_start, _end - _start);
        if (pending.Length + more <= _buffer.Length)
        {
            pending.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(pending.Length + more, 4096));
            pending.CopyTo(larger);
            if (_buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = larger;
        }

        _end -= _start;
        _start = 0;
    }
}
