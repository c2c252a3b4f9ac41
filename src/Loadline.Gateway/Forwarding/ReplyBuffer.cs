using System.Runtime.CompilerServices;
using Loadline.Gateway.Limits;

namespace Loadline.Gateway.Forwarding;

/// <summary>Bytes of an upstream's reply in a pooled buffer that grows as they come.</summary>
internal sealed class ReplyBuffer(BufferBudget budget)
{
    private const int FirstBuffer = 4096;
    private byte[] _buffer = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>Reads a stream to its end.</summary>
    /// <returns>Whether it kept within <paramref name="limit"/> bytes, and there was room for them.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<BodyRead> ReadAllAsync(Stream stream, long? expected, long limit, CancellationToken cancellationToken)
    {
        if (expected > limit)
        {
            return BodyRead.TooLarge;
        }

        // One byte more than expected, so that the end is seen without growing.
        if (!TryGrow((int)Math.Min(limit, expected ?? FirstBuffer) + 1))
        {
            return BodyRead.NoRoom;
        }

        while (true)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(Length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return BodyRead.Whole;
            }

            Length += read;
            if (Length > limit)
            {
                return BodyRead.TooLarge;
            }

            if (Length == _buffer.Length && !TryGrow(_buffer.Length * 2))
            {
                return BodyRead.NoRoom;
            }
        }
    }

    public void Release()
    {
        budget.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    private bool TryGrow(int needed)
    {
        if (_buffer.Length >= needed)
        {
            return true;
        }

        if (!budget.TryRent(needed, out var larger))
        {
            return false;
        }

        Span.CopyTo(larger);
        budget.Return(_buffer);
        _buffer = larger;
        return true;
    }
}
