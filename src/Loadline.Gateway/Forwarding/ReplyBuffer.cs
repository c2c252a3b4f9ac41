using System.Buffers;
using System.Runtime.CompilerServices;

namespace Loadline.Gateway.Forwarding;

/// <summary>Bytes of an upstream's reply in a pooled buffer that grows as they come.</summary>
internal sealed class ReplyBuffer
{
    private const int FirstBuffer = 4096;
    private byte[] _buffer = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>Reads a stream to its end.</summary>
    /// <returns>Whether it kept within <paramref name="limit"/> bytes.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReadAllAsync(Stream stream, long? expected, long limit, CancellationToken cancellationToken)
    {
        if (expected > limit)
        {
            return false;
        }

        // One byte more than expected, so that the end is seen without growing.
        Grow((int)Math.Min(limit, expected ?? FirstBuffer) + 1);
        while (true)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(Length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            Length += read;
            if (Length > limit)
            {
                return false;
            }

            if (Length == _buffer.Length)
            {
                Grow(_buffer.Length * 2);
            }
        }
    }

    public void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        Length = 0;
    }

    private void Grow(int needed)
    {
        if (_buffer.Length >= needed)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(needed);
        Span.CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}
