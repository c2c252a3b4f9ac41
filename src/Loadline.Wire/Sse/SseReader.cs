using System.Buffers;

namespace Loadline.Wire.Sse;

/// <summary>Cuts a byte stream into server-sent events (WHATWG HTML, section 9.2), however the bytes are sliced.</summary>
/// <remarks>
/// <para>Use: <see cref="Append"/>, then <see cref="TryRead"/> until it gives nothing; at the end <see cref="Complete"/> and read once more.
/// LF, CRLF and CR end a line, mixed freely; a leading byte order mark is skipped. A CR that is the last byte so far waits for the
/// next one, which may be its LF, so that any slicing gives the same events.</para>
/// <para>The buffer is pooled and grows to the largest event. Not thread-safe.</para>
/// </remarks>
public sealed class SseReader : IDisposable
{
    /// <summary>The default bound on one event: 16 MiB, above any image or tool call that a provider streams.</summary>
    public const int DefaultMaxEventBytes = 16 * 1024 * 1024;

    private const int FirstBufferBytes = 4096;
    private const int KeptBufferBytes = 64 * 1024;

    private readonly int _maxEventBytes;
    private byte[] _buffer = [];
    private byte[] _joined = [];
    private int _joinedLength;

    // The current event is _buffer[_start.._end]; the places below count from _start, so that moving the bytes moves none of them.
    private int _start;
    private int _end;
    private int _line;
    private int _search;
    private Place _name;
    private Place _data;
    private int _dataLines;
    private bool _isFirstLine = true;
    private bool _isComplete;

    /// <param name="maxEventBytes">The most bytes one event may have, terminator included.</param>
    public SseReader(int maxEventBytes = DefaultMaxEventBytes) => _maxEventBytes = maxEventBytes;

    /// <summary>Gets a value indicating whether an event passed the bound; nothing more is read then.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Gets the number of bytes of an event that has not ended yet.</summary>
    public int PendingBytes => _end - _start;

    /// <summary>Takes the next bytes of the stream.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (IsTooLarge)
        {
            return;
        }

        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_buffer.Length - _end < bytes.Length)
        {
            MakeRoom(bytes.Length);
        }

        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Says that the stream has ended: what is left becomes a last event.</summary>
    public void Complete() => _isComplete = true;

    /// <summary>Reads the next whole event.</summary>
    public bool TryRead(out SseEvent sse)
    {
        while (!IsTooLarge)
        {
            if (!TryFindLine(out var lineEnd, out var next))
            {
                return TryReadRest(out sse);
            }

            var isBlank = Field(lineEnd);
            _line = _search = next;
            if (isBlank)
            {
                return TryTake(next, isTerminated: true, out sse);
            }
        }

        sse = default;
        return false;
    }

    /// <summary>Forgets the stream; buffers of ordinary size are kept for the next one.</summary>
    public void Reset()
    {
        Shed(ref _buffer);
        Shed(ref _joined);
        _start = _end = 0;
        _isFirstLine = true;
        _isComplete = IsTooLarge = false;
        BeginEvent();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Reset();
        Return(ref _buffer);
        Return(ref _joined);
    }

    private bool TryFindLine(out int lineEnd, out int next)
    {
        lineEnd = next = 0;
        var pending = _buffer.AsSpan(_start, _end - _start);
        var found = pending[_search..].IndexOfAny((byte)'\r', (byte)'\n');
        if (found < 0)
        {
            _search = pending.Length;
            return false;
        }

        lineEnd = _search + found;
        next = lineEnd + 1;
        if (pending[lineEnd] == (byte)'\n')
        {
            return true;
        }

        if (next == pending.Length)
        {
            _search = lineEnd;
            return _isComplete;
        }

        next += pending[next] == (byte)'\n' ? 1 : 0;
        return true;
    }

    private bool TryReadRest(out SseEvent sse)
    {
        var length = PendingBytes;
        if (!_isComplete || length == 0)
        {
            IsTooLarge |= length > _maxEventBytes;
            sse = default;
            return false;
        }

        Field(length);
        return TryTake(length, isTerminated: false, out sse);
    }

    private bool TryTake(int length, bool isTerminated, out SseEvent sse)
    {
        if (length > _maxEventBytes)
        {
            IsTooLarge = true;
            sse = default;
            return false;
        }

        var raw = _buffer.AsSpan(_start, length);
        ReadOnlySpan<byte> data = _dataLines > 1 ? _joined.AsSpan(0, _joinedLength) : _data.In(raw);
        sse = new SseEvent(raw, _name.In(raw), data, _dataLines, _dataLines == 1 ? _data.Start : -1, isTerminated);
        _start += length;
        BeginEvent();
        return true;
    }

    private void BeginEvent()
    {
        _line = _search = _dataLines = _joinedLength = 0;
        _name = _data = default;
    }

    // Takes the line from _line to lineEnd; true where it is blank.
    private bool Field(int lineEnd)
    {
        var line = _buffer.AsSpan(_start + _line, lineEnd - _line);
        var at = _line;
        if (_isFirstLine)
        {
            _isFirstLine = false;
            if (line.StartsWith("\uFEFF"u8))
            {
                line = line[3..];
                at += 3;
            }
        }

        if (line.IsEmpty)
        {
            return true;
        }

        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? line.Length : colon + 1;
        value += value < line.Length && line[value] == (byte)' ' ? 1 : 0;
        var place = new Place(at + value, line.Length - value);
        if (field.SequenceEqual("data"u8))
        {
            Data(place);
        }
        else if (field.SequenceEqual("event"u8))
        {
            _name = place;
        }

        return false;
    }

    private void Data(Place place)
    {
        _dataLines++;
        if (_dataLines == 1)
        {
            _data = place;
            return;
        }

        var raw = _buffer.AsSpan(_start, _end - _start);
        if (_dataLines == 2)
        {
            Join(_data.In(raw));
        }

        Join("\n"u8);
        Join(place.In(raw));
    }

    private void Join(ReadOnlySpan<byte> bytes)
    {
        if (_joined.Length - _joinedLength < bytes.Length)
        {
            Grow(ref _joined, _joined.AsSpan(0, _joinedLength), _joinedLength + bytes.Length);
        }

        bytes.CopyTo(_joined.AsSpan(_joinedLength));
        _joinedLength += bytes.Length;
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
            Grow(ref _buffer, pending, pending.Length + more);
        }

        _end -= _start;
        _start = 0;
    }

    private static void Grow(ref byte[] buffer, ReadOnlySpan<byte> keep, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, buffer.Length * 2), FirstBufferBytes));
        keep.CopyTo(larger);
        Return(ref buffer);
        buffer = larger;
    }

    // One giant event must not keep its memory for the life of a pooled reader.
    private static void Shed(ref byte[] buffer)
    {
        if (buffer.Length > KeptBufferBytes)
        {
            Return(ref buffer);
        }
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }

    private readonly record struct Place(int Start, int Length)
    {
        public ReadOnlySpan<byte> In(ReadOnlySpan<byte> raw) => raw.Slice(Start, Length);
    }
}
