using System.Numerics;
using System.Runtime.Intrinsics;

namespace Loadline.Core.Predictors;

/// <summary>Where the words of a folded text begin and end: a bit for each byte, found 32 bytes at a time.</summary>
/// <remarks>
/// Words are runs of letters and digits: bytes of ASCII letters, the folded digit '0', and all of scripts with spaces beyond ASCII. A lead
/// byte of a script without spaces (U+2E80 and above, Hangul, emoji) begins a word by itself.
/// </remarks>
internal readonly ref struct WordMask
{
    /// <summary>Numbers that are needed for the longest text.</summary>
    public const int Room = 2 * Words;

    private const int Words = ((FeatureSchema.MaxBytes + TextFold.Slack) / 64) + 1;

    private readonly Span<ulong> _letters;
    private readonly Span<ulong> _starts;
    private readonly int _length;

    /// <param name="folded">The folded text, with slack behind it.</param>
    /// <param name="length">Its length.</param>
    /// <param name="room"><see cref="Room"/> numbers.</param>
    public WordMask(byte[] folded, int length, Span<ulong> room)
    {
        _letters = room[..Words];
        _starts = room[Words..];
        _length = length;
        for (var at = 0; at <= length; at += 64)
        {
            var (low, lowStarts) = Bits(Vector256.Create(folded, at));
            var (high, highStarts) = Bits(Vector256.Create(folded, at + 32));
            var within = length - at >= 64 ? ulong.MaxValue : (1UL << (length - at)) - 1;
            _letters[at >> 6] = (low | ((ulong)high << 32)) & within;
            _starts[at >> 6] = (lowStarts | ((ulong)highStarts << 32)) & within;
        }
    }

    /// <summary>The first byte at or after <paramref name="at"/> that begins or goes on with a word; the length where there is none.</summary>
    public int Start(int at)
    {
        if (at >= _length)
        {
            return _length;
        }

        var word = at >> 6;
        var bits = _starts[word] >> (at & 63) << (at & 63);
        while (bits == 0)
        {
            if (++word << 6 >= _length)
            {
                return _length;
            }

            bits = _starts[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }

    /// <summary>The first byte after <paramref name="at"/> that is no letter.</summary>
    public int End(int at)
    {
        // Behind the text all bits are clear, so that the search ends there.
        var word = at >> 6;
        var bits = ~_letters[word] >> (at & 63) << (at & 63);
        while (bits == 0)
        {
            bits = ~_letters[++word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }

    private static (uint Letters, uint Starts) Bits(Vector256<byte> bytes)
    {
        var letters = Within(bytes, (byte)'a', (byte)'z') | Within(bytes, 0x80, 0xE1) | Vector256.Equals(bytes, Vector256.Create((byte)'0'));
        var wide = Within(bytes, 0xE3, 0xED) | Within(bytes, 0xF0, 0xF4);
        return (letters.ExtractMostSignificantBits(), (letters | wide).ExtractMostSignificantBits());
    }

    private static Vector256<byte> Within(Vector256<byte> bytes, byte first, byte last) =>
        Vector256.LessThanOrEqual(bytes - Vector256.Create(first), Vector256.Create((byte)(last - first)));
}
