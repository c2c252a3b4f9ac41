namespace Loadline.Core.Outcomes;

/// <summary>Cuts a stream into lines of bytes; holds one line at a time.</summary>
/// <remarks>Lines end in LF or CR LF; a byte order mark is passed over. Memory is that of the longest line, doubled at worst.</remarks>
internal sealed class OutcomeLines(Stream stream, string name) : IDisposable
{
    /// <summary>No honest row is longer; without a bound, a file without line ends would be read into memory whole.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private const int FirstBuffer = 128 * 1024;

    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private long _bufferOffset;
    private bool _streamEnded;

    /// <summary>Gets the current line's number, from 1; 0 before the first.</summary>
    public long Number { get; private set; }

    /// <summary>Gets where the current line begins in the stream, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>Gets how many bytes have been taken from the stream.</summary>
    public long BytesRead => _bufferOffset + _end;

    /// <summary>Gets a value indicating whether the current line had a line end; a file cut short has none.</summary>
    public bool HasLineEnd { get; private set; }

    /// <summary>Moves to the next line.</summary>
    /// <param name="line">Without its line end; valid until the next call.</param>
    /// <exception cref="OutcomeTableException">A line is longer than any row.</exception>
    public bool TryNext(out ReadOnlyMemory<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var index = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (index >= 0)
            {
                HasLineEnd = true;
                line = Take(searched + index, lineEnd: 1);
                return true;
            }

            searched = _end - _start;
            if (!_streamEnded)
            {
                Fill();
                continue;
            }

            HasLineEnd = false;
            line = Take(searched, lineEnd: 0);
            return searched > 0;
        }
    }

    public void Dispose() => stream.Dispose();

    private ReadOnlyMemory<byte> Take(int length, int lineEnd)
    {
        Offset = _bufferOffset + _start;
        Number += length + lineEnd > 0 ? 1 : 0;
        var line = _buffer.AsMemory(_start, length);
        _start += length + lineEnd;
        if (line.Length > 0 && line.Span[^1] == (byte)'\r')
        {
            line = line[..^1];
        }

        return Number == 1 && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferOffset += _start;
            _end -= _start;
            _start = 0;
        }
        else if (_end == _buffer.Length)
        {
            Grow();
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _streamEnded = read == 0;
    }

    private void Grow()
    {
        if (_buffer.Length >= LongestLine)
        {
            throw new OutcomeTableException(
                $"{name}:{Number + 1}: the line is longer than 64 MB. An outcome table has one JSON object a line; is this one JSON array instead?");
        }

        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, LongestLine));
    }
}
