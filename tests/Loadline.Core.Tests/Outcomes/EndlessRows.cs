using System.Globalization;
using System.Text;

namespace Loadline.Core.Tests.Outcomes;

/// <summary>A stream of made-up rows that are different and never in memory together.</summary>
internal sealed class EndlessRows(long bytes) : Stream
{
    private byte[] _row = [];
    private int _at;
    private long _given;
    private long _number;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == _row.Length)
        {
            if (_given >= bytes)
            {
                return 0;
            }

            var n = (_number++).ToString(CultureInfo.InvariantCulture);
            var text = string.Join(' ', Enumerable.Repeat("word" + n, 60));
            _row = Encoding.UTF8.GetBytes(
                $"{{\"id\":\"{n}\",\"group\":\"g\",\"prompt\":\"{text}\",\"outcomes\":{{\"small\":{{\"quality\":1,\"cost\":0.5,\"response\":\"{text}\"}},\"large\":{{\"quality\":0}}}}}}\n");
            _at = 0;
        }

        var length = Math.Min(count, _row.Length - _at);
        _row.AsSpan(_at, length).CopyTo(buffer.AsSpan(offset));
        _at += length;
        _given += length;
        return length;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
