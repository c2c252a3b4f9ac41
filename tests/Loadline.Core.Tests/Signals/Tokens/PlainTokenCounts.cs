using Loadline.Core.Signals.Tokens;

namespace Loadline.Core.Tests.Signals.Tokens;

/// <summary>The counts of <see cref="TokenScan"/> as one would write them byte by byte: the twin that the vectorised scan must equal.</summary>
internal static class PlainTokenCounts
{
    public static TokenCounts Count(ReadOnlySpan<byte> text)
    {
        var counts = default(TokenCounts);
        var (letters, digits) = (0, 0); // letters and digits before this one in its word or number
        for (var i = 0; i < text.Length; i++)
        {
            var before = i > 0 ? text[i - 1] : (byte)0;
            if (IsLetter(text, i))
            {
                var hump = IsUpper(text[i]) && IsLower(before);
                letters = i > 0 && IsLetter(text, i - 1) && !hump ? letters + 1 : 0;
                AddLetter(ref counts, text, i, letters, before);
            }
            else if (text[i] is >= (byte)'0' and <= (byte)'9')
            {
                digits = before is >= (byte)'0' and <= (byte)'9' ? digits + 1 : 0;
                counts.Numbers += digits == 0 ? 1 : 0;
                counts.SpacedNumbers += digits == 0 && before == ' ' ? 1 : 0;
                counts.DigitsJoined += digits > 0 ? 1 : 0;
                counts.DigitsPast3 += digits >= 3 ? 1 : 0;
            }
            else
            {
                AddOther(ref counts, text, i, before);
            }

            counts.NonAscii += text[i] >= 0x80 ? TokenWeights.ByLeadByte[text[i] - 0x80] : 0;
        }

        return counts;
    }

    private static void AddLetter(ref TokenCounts counts, ReadOnlySpan<byte> text, int i, int lettersBefore, byte before)
    {
        if (lettersBefore == 0)
        {
            counts.Words++;
            counts.GluedWords += before is (byte)' ' or (byte)'\n' or (byte)'\r' ? 0 : 1;
            counts.Contractions += before == '\'' && i > 1 && IsLetter(text, i - 2) ? 1 : 0;
        }

        counts.LettersPast4 += lettersBefore >= 4 ? 1 : 0;
        counts.LettersPast8 += lettersBefore >= 8 ? 1 : 0;
        counts.LettersPast12 += lettersBefore >= 12 ? 1 : 0;
        counts.CapitalPairs += IsUpper(text[i]) && IsUpper(before) ? 1 : 0;
    }

    private static void AddOther(ref TokenCounts counts, ReadOnlySpan<byte> text, int i, byte before)
    {
        switch (text[i])
        {
            case (byte)' ':
                counts.SpaceRuns += before == ' ' && (i < 2 || text[i - 2] != ' ') ? 1 : 0;
                break;
            case (byte)'\t':
                counts.Tabs++;
                break;
            case (byte)'\n' or (byte)'\r':
                var begins = before is not ((byte)'\n' or (byte)'\r');
                counts.LineEnds += begins ? 1 : 0;
                counts.LineEndsAfterPunctuation += begins && IsPunctuation(text, i - 1) ? 1 : 0;
                break;
            case < 0x80:
                counts.PunctuationRuns += IsPunctuation(text, i - 1) ? 0 : 1;
                counts.PunctuationMore += IsPunctuation(text, i - 1) ? 1 : 0;
                break;
        }
    }

    private static bool IsUpper(byte value) => value is >= (byte)'A' and <= (byte)'Z';

    private static bool IsLower(byte value) => value is >= (byte)'a' and <= (byte)'z';

    // Accented Latin letters count with all their bytes: leads C3-CB with one byte more, E1 with two.
    private static bool IsLetter(ReadOnlySpan<byte> text, int i) =>
        IsUpper(text[i]) || IsLower(text[i]) || IsLead(text[i])
        || (text[i] >= 0x80 && ((i > 0 && IsLead(text[i - 1])) || (i > 1 && text[i - 2] == 0xE1)));

    private static bool IsLead(byte value) => value is (>= 0xC3 and <= 0xCB) or 0xE1;

    private static bool IsPunctuation(ReadOnlySpan<byte> text, int i) =>
        i >= 0 && text[i] < 0x80 && !IsUpper(text[i]) && !IsLower(text[i])
        && text[i] is not ((>= (byte)'0' and <= (byte)'9') or (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r');
}
