using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loadline.Core.Signals.Tokens;

/// <summary>Counts token features of UTF-8 text, 64 bytes at a time, without branches on ASCII content.</summary>
/// <remarks>
/// Each block becomes one bit mask per character class; a feature is the population count of shifted and combined masks.
/// Invalid UTF-8 is counted by its lead bytes. Measured by <c>TokenEstimatorSpeedTests</c>.
/// </remarks>
internal struct TokenScan
{
    private const int Block = 64;

    private TokenCounts _counts;

    // Of the block before: what a shift brings into this one.
    private TokenMasks _before;
    private ulong _joined;
    private ulong _past2;
    private ulong _past4;
    private ulong _contracting;
    private ulong _digitsJoined;
    private ulong _spacesJoined;
    private ulong _twoByteLatin;
    private ulong _threeByteLatin;

    public static TokenCounts Count(ReadOnlySpan<byte> utf8)
    {
        var scan = default(TokenScan);
        while (utf8.Length >= Block)
        {
            scan.Add(utf8, ulong.MaxValue);
            utf8 = utf8[Block..];
        }

        if (!utf8.IsEmpty)
        {
            Span<byte> tail = stackalloc byte[Block];
            tail.Clear();
            utf8.CopyTo(tail);
            scan.Add(tail, (1UL << utf8.Length) - 1);
        }

        return scan._counts;
    }

    private void Add(ReadOnlySpan<byte> block, ulong valid)
    {
        ref var first = ref MemoryMarshal.GetReference(block);
        var low = Vector256.LoadUnsafe(ref first);
        var high = Vector256.LoadUnsafe(ref first, 32);
        var masks = TokenMasks.Of(low, high, valid);
        if ((masks.NonAscii | _before.NonAscii) != 0)
        {
            masks.Letters |= AddNonAscii(block, low, high, masks.NonAscii);
        }

        AddWords(in masks);
        AddNumbers(in masks);
        AddBlanks(in masks);
        AddPunctuation(in masks);
        _before = masks;
    }

    /// <returns>The bytes of accented Latin letters, which continue a word.</returns>
    private ulong AddNonAscii(ReadOnlySpan<byte> block, Vector256<byte> low, Vector256<byte> high, ulong nonAscii)
    {
        var weights = TokenWeights.ByLeadByte;
        long sum = 0;
        for (var rest = nonAscii; rest != 0; rest &= rest - 1)
        {
            sum += weights[block[BitOperations.TrailingZeroCount(rest)] & 0x7F];
        }

        _counts.NonAscii += sum;
        var two = TokenMasks.Within(low, high, 0xC3, 9);
        var three = TokenMasks.Within(low, high, 0xE1, 1);
        var continued = Shift(two, _twoByteLatin, 1) | Shift(three, _threeByteLatin, 1) | Shift(three, _threeByteLatin, 2);
        _twoByteLatin = two;
        _threeByteLatin = three;
        return two | three | (continued & nonAscii);
    }

    private void AddWords(in TokenMasks masks)
    {
        var hump = masks.Upper & Shift(masks.Lower, _before.Lower, 1);
        var joined = masks.Letters & Shift(masks.Letters, _before.Letters, 1) & ~hump;
        var starts = masks.Letters & ~joined;
        var afterBlank = Shift(masks.Spaces | masks.LineEnds, _before.Spaces | _before.LineEnds, 1);
        var contracting = masks.Apostrophes & Shift(masks.Letters, _before.Letters, 1);
        var past2 = joined & Shift(joined, _joined, 1);
        var past4 = past2 & Shift(past2, _past2, 2);
        var past8 = past4 & Shift(past4, _past4, 4);

        _counts.Words += BitOperations.PopCount(starts);
        _counts.GluedWords += BitOperations.PopCount(starts & ~afterBlank);
        _counts.Contractions += BitOperations.PopCount(starts & Shift(contracting, _contracting, 1));
        _counts.LettersPast4 += BitOperations.PopCount(past4);
        _counts.LettersPast8 += BitOperations.PopCount(past8);
        _counts.LettersPast12 += BitOperations.PopCount(past8 & Shift(past4, _past4, 8));
        _counts.CapitalPairs += BitOperations.PopCount(masks.Upper & Shift(masks.Upper, _before.Upper, 1));
        _joined = joined;
        _past2 = past2;
        _past4 = past4;
        _contracting = contracting;
    }

    private void AddNumbers(in TokenMasks masks)
    {
        var joined = masks.Digits & Shift(masks.Digits, _before.Digits, 1);
        var past3 = joined & Shift(joined, _digitsJoined, 1) & Shift(joined, _digitsJoined, 2);
        var starts = masks.Digits & ~joined;
        _counts.Numbers += BitOperations.PopCount(starts);
        _counts.SpacedNumbers += BitOperations.PopCount(starts & Shift(masks.Spaces, _before.Spaces, 1));
        _counts.DigitsJoined += BitOperations.PopCount(joined);
        _counts.DigitsPast3 += BitOperations.PopCount(past3);
        _digitsJoined = joined;
    }

    private void AddBlanks(in TokenMasks masks)
    {
        var joined = masks.Spaces & Shift(masks.Spaces, _before.Spaces, 1);
        var lines = masks.LineEnds & ~Shift(masks.LineEnds, _before.LineEnds, 1);
        _counts.SpaceRuns += BitOperations.PopCount(joined & ~Shift(joined, _spacesJoined, 1));
        _counts.Tabs += BitOperations.PopCount(masks.Tabs);
        _counts.LineEnds += BitOperations.PopCount(lines);
        _counts.LineEndsAfterPunctuation += BitOperations.PopCount(lines & Shift(masks.Punctuation, _before.Punctuation, 1));
        _spacesJoined = joined;
    }

    private void AddPunctuation(in TokenMasks masks)
    {
        var joined = masks.Punctuation & Shift(masks.Punctuation, _before.Punctuation, 1);
        _counts.PunctuationRuns += BitOperations.PopCount(masks.Punctuation & ~joined);
        _counts.PunctuationMore += BitOperations.PopCount(joined);
    }

    /// <summary>Moves each bit to the byte <paramref name="by"/> later, and brings in the last bits of the block before.</summary>
    private static ulong Shift(ulong mask, ulong before, int by) => (mask << by) | (before >> (64 - by));
}
