using System.Buffers;
using System.Runtime.CompilerServices;

namespace Loadline.Wire.OpenAI;

/// <summary>A request body as pieces of the caller's own bytes with replacements between them; nothing is copied until it is written.</summary>
/// <remarks>A large mutable struct: pass it by reference. The pieces are valid while the request's body is.</remarks>
public struct SplicedBody
{
    // Four places can change, each at most "name":value, and the caller's bytes lie around them.
    private const int MaxPieces = 24;

    private Pieces _pieces;

    /// <summary>Gets the number of bytes of the whole body, for <c>Content-Length</c>.</summary>
    public long Length { get; private set; }

    /// <summary>Gets the number of pieces.</summary>
    public int Count { get; private set; }

    /// <summary>Gets one piece, in the order they are to be sent.</summary>
    public readonly ReadOnlyMemory<byte> this[int index] =>
        (uint)index < (uint)Count ? _pieces[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Appends the whole body to <paramref name="output"/>.</summary>
    public readonly void WriteTo(IBufferWriter<byte> output)
    {
        for (var i = 0; i < Count; i++)
        {
            output.Write(_pieces[i].Span);
        }
    }

    /// <summary>Copies the whole body; <paramref name="destination"/> holds at least <see cref="Length"/> bytes.</summary>
    public readonly void CopyTo(Span<byte> destination)
    {
        for (var i = 0; i < Count; i++)
        {
            var piece = _pieces[i].Span;
            piece.CopyTo(destination);
            destination = destination[piece.Length..];
        }
    }

    internal void Add(ReadOnlyMemory<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        _pieces[Count++] = piece;
        Length += piece.Length;
    }

    [InlineArray(MaxPieces)]
    private struct Pieces
    {
        private ReadOnlyMemory<byte> _first;
    }
}
