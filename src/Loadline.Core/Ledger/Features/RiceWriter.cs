using System.Numerics;
using Loadline.Core.Predictors;

namespace Loadline.Core.Ledger.Features;

/// <summary>Writes sets of buckets as Golomb-Rice coded gaps: close to the fewest bits that a set without structure can have.</summary>
internal ref struct RiceWriter(Span<byte> to)
{
    private readonly Span<byte> _to = to;
    private ulong _bits;
    private int _pending;

    /// <summary>Gets the bytes written so far.</summary>
    public int Length { get; private set; }

    public void Byte(byte value) => _to[Length++] = value;

    public void Number(uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    /// <summary>Writes a count and its set in rising order.</summary>
    /// <param name="buckets">Each once, in any order.</param>
    /// <param name="bitmap">All zero, a bit a bucket; all zero again afterwards. Cheaper than sorting.</param>
    public void Set(ReadOnlySpan<int> buckets, Span<ulong> bitmap)
    {
        Number((uint)buckets.Length);
        if (buckets.IsEmpty)
        {
            return;
        }

        foreach (var bucket in buckets)
        {
            bitmap[bucket >> 6] |= 1UL << (bucket & 63);
        }

        var k = RiceCode.Parameter(buckets.Length);
        var previous = -1;
        for (var at = 0; at < bitmap.Length; at++)
        {
            for (var cell = bitmap[at]; cell != 0; cell &= cell - 1)
            {
                var bucket = (at << 6) + BitOperations.TrailingZeroCount(cell);
                Gap((uint)(bucket - previous - 1), k);
                previous = bucket;
            }

            bitmap[at] = 0;
        }

        Flush();
    }

    // The quotient in ones ended by a zero, then k bits of the remainder.
    private void Gap(uint gap, int k)
    {
        for (var quotient = gap >> k; quotient > 0; quotient--)
        {
            Bits(1, 1);
        }

        Bits(0, 1);
        Bits(gap & ((1u << k) - 1), k);
    }

    private void Bits(uint value, int count)
    {
        _bits |= (ulong)value << _pending;
        for (_pending += count; _pending >= 8; _pending -= 8)
        {
            Byte((byte)_bits);
            _bits >>= 8;
        }
    }

    private void Flush()
    {
        if (_pending > 0)
        {
            Byte((byte)_bits);
        }

        _bits = 0;
        _pending = 0;
    }
}
