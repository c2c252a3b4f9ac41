using System.Globalization;
using System.Text;

namespace Loadline.Core.Rules;

/// <summary>Tells where words begin and end in UTF-8 text.</summary>
internal static class WordEdges
{
    /// <summary>Tells whether the character that ends before <paramref name="index"/> belongs to a word.</summary>
    public static bool IsWordBefore(ReadOnlySpan<byte> utf8, int index)
    {
        if (index == 0)
        {
            return false;
        }

        var last = utf8[index - 1];
        return last < 0x80 ? IsAsciiWord(last)
            : Rune.DecodeLastFromUtf8(utf8[..index], out var rune, out _) == System.Buffers.OperationStatus.Done && IsWord(rune);
    }

    /// <summary>Tells whether the character that starts at <paramref name="index"/> belongs to a word.</summary>
    public static bool IsWordAt(ReadOnlySpan<byte> utf8, int index)
    {
        if (index >= utf8.Length)
        {
            return false;
        }

        var first = utf8[index];
        return first < 0x80 ? IsAsciiWord(first)
            : Rune.DecodeFromUtf8(utf8[index..], out var rune, out _) == System.Buffers.OperationStatus.Done && IsWord(rune);
    }

    private static bool IsAsciiWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value == (byte)'_';

    private static bool IsWord(Rune rune) =>
        !IsUnspaced(rune.Value)
        && (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    // Scripts that put no spaces between words, or glue particles to them: there a phrase may start and end anywhere.
    private static bool IsUnspaced(int value) => value switch
    {
        < 0x0E00 => false,
        <= 0x0EFF => true, // Thai, Lao
        >= 0x1000 and <= 0x109F => true, // Myanmar
        >= 0x1780 and <= 0x17FF => true, // Khmer
        >= 0x2E80 and <= 0xA4CF => true, // CJK, kana, bopomofo, Yi
        >= 0xAC00 and <= 0xD7AF => true, // Hangul
        >= 0xF900 and <= 0xFAFF => true, // CJK compatibility
        >= 0xFF66 and <= 0xFF9F => true, // half-width kana
        >= 0x20000 and <= 0x3FFFF => true, // CJK extensions
        _ => false,
    };
}
