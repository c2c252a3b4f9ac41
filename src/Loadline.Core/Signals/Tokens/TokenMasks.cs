using System.Runtime.Intrinsics;

namespace Loadline.Core.Signals.Tokens;

/// <summary>One bit per byte of a 64-byte block and character class; bit 0 is the first byte.</summary>
internal struct TokenMasks
{
    public ulong Upper;
    public ulong Lower;
    public ulong Letters;
    public ulong Digits;
    public ulong Spaces;
    public ulong Tabs;
    public ulong LineEnds;
    public ulong Apostrophes;
    public ulong NonAscii;
    public ulong Punctuation;

    public static TokenMasks Of(Vector256<byte> low, Vector256<byte> high, ulong valid)
    {
        TokenMasks masks;
        masks.Upper = Within(low, high, (byte)'A', 26);
        masks.Lower = Within(low, high, (byte)'a', 26);
        masks.Letters = masks.Upper | masks.Lower;
        masks.Digits = Within(low, high, (byte)'0', 10);
        masks.Spaces = Equal(low, high, (byte)' ');
        masks.Tabs = Equal(low, high, (byte)'\t');
        masks.LineEnds = Equal(low, high, (byte)'\n') | Equal(low, high, (byte)'\r');
        masks.Apostrophes = Equal(low, high, (byte)'\'');
        masks.NonAscii = Bits(low, high);
        masks.Punctuation = valid & ~(masks.Letters | masks.Digits | masks.Spaces | masks.Tabs | masks.LineEnds | masks.NonAscii);
        return masks;
    }

    /// <summary>Bytes in [first, first + count).</summary>
    public static ulong Within(Vector256<byte> low, Vector256<byte> high, byte first, byte count)
    {
        var origin = Vector256.Create(first);
        var limit = Vector256.Create(count);
        return Bits(Vector256.LessThan(low - origin, limit), Vector256.LessThan(high - origin, limit));
    }

    private static ulong Equal(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        var wanted = Vector256.Create(value);
        return Bits(Vector256.Equals(low, wanted), Vector256.Equals(high, wanted));
    }

    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
