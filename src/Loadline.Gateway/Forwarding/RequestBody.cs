using System.Buffers;
using System.Runtime.CompilerServices;
using Loadline.Gateway.Limits;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <summary>A caller's request body, whole and contiguous, in a pooled buffer.</summary>
/// <remarks>Read to its end before anything else is awaited: a disconnect is not seen while body bytes wait unread (measured: never in 5 s).</remarks>
internal sealed class RequestBody(BufferBudget budget)
{
    private const int FirstBuffer = 4096;
    private const int MostAhead = 1024 * 1024;
    private byte[] _buffer = [];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads the body.</summary>
    /// <returns>Whether it is there, kept within <paramref name="limit"/> bytes, and there was room for it.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<BodyRead> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return BodyRead.TooLarge;
        }

        // A caller's word for a length is no reason to set it all aside at once.
        if (!TryGrow((int)Math.Min(MostAhead, request.ContentLength ?? FirstBuffer)))
        {
            return BodyRead.NoRoom;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var read = result.Buffer;
            if (_length + read.Length > limit)
            {
                // Handed back, so that the server can drain the rest and the caller gets to read the answer.
                reader.AdvanceTo(read.End);
                return BodyRead.TooLarge;
            }

            if (!TryGrow(_length + (int)read.Length, request.ContentLength))
            {
                reader.AdvanceTo(read.End);
                return BodyRead.NoRoom;
            }

            read.CopyTo(_buffer.AsSpan(_length));
            _length += (int)read.Length;
            reader.AdvanceTo(read.End);
            if (result.IsCompleted)
            {
                return BodyRead.Whole;
            }
        }
    }

    public void Release()
    {
        budget.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private bool TryGrow(int needed, long? announced = null)
    {
        if (_buffer.Length >= needed)
        {
            return true;
        }

        // Once as much has come as is still to come, its word is good enough not to double beyond it.
        var wanted = Math.Max(needed, (int)Math.Min(_buffer.Length * 2L, announced ?? long.MaxValue));
        if (!budget.TryRent(wanted, out var larger))
        {
            return false;
        }

        _buffer.AsSpan(0, _length).CopyTo(larger);
        budget.Return(_buffer);
        _buffer = larger;
        return true;
    }
}
