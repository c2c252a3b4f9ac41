using System.Buffers;

namespace Loadline.Core.Signals.Pii;

/// <summary>Addresses found from a mark inside them: the at sign of an e-mail, the colon of a URL or an IPv6 address.</summary>
internal static class PiiAddresses
{
    private const int LongestLocalPart = 64;
    private const int LongestDomain = 253;
    private const int LongestUrl = 2048;

    private static readonly SearchValues<byte> UrlEnds = SearchValues.Create(" \t\r\n\"<>`{}|\\^'"u8);

    public static bool MatchEmail(ReadOnlySpan<byte> text, int at, out int start, out int end)
    {
        (start, end) = (at, at + 1);
        while (start > 0 && at - start < LongestLocalPart && IsLocal(text[start - 1]))
        {
            start--;
        }

        while (start < at && text[start] is (byte)'.' or (byte)'-' or (byte)'\'')
        {
            start++;
        }

        var dot = -1;
        while (end < text.Length && end - at < LongestDomain && IsDomain(text, end))
        {
            dot = text[end] == '.' ? end : dot;
            end++;
        }

        // The last label: letters, at least two of them.
        return start < at && text[at - 1] != '.' && dot > at + 1 && end - dot > 2 && PiiBytes.IsLetter(text[dot + 1]);
    }

    /// <summary>From the colon of <c>://</c>.</summary>
    public static bool MatchUrl(ReadOnlySpan<byte> text, int colon, out int start, out int end)
    {
        (start, end) = (colon, colon);
        if (!text[colon..].StartsWith("://"u8))
        {
            return false;
        }

        while (start > 0 && colon - start < 10 && PiiBytes.IsLetter(text[start - 1]))
        {
            start--;
        }

        end = UrlEnd(text, colon + 3);
        return colon - start is >= 2 and < 10 && end > colon + 3;
    }

    /// <summary>From the dot of <c>www.</c>.</summary>
    public static bool MatchWww(ReadOnlySpan<byte> text, int dot, out int start, out int end)
    {
        (start, end) = (dot - 3, dot);
        if (start < 0 || (text[start] | 0x20) != 'w' || (text[start + 1] | 0x20) != 'w' || (text[start + 2] | 0x20) != 'w'
            || PiiBytes.IsWord(PiiBytes.At(text, start - 1)))
        {
            return false;
        }

        end = UrlEnd(text, dot + 1);
        return text[(dot + 1)..end].Contains((byte)'.');
    }

    /// <summary>From the first colon; needs <c>::</c> or eight groups, and a digit, which rules out names such as <c>Ab::Ba</c>.</summary>
    public static bool MatchIp6(ReadOnlySpan<byte> text, int colon, out int start, out int end)
    {
        start = colon;
        while (start > 0 && colon - start <= 4 && PiiBytes.IsHex(text[start - 1]))
        {
            start--;
        }

        end = start;
        if (PiiBytes.At(text, start - 1) is var before && (before == ':' || PiiBytes.IsWord(before)))
        {
            return false;
        }

        var (groups, doubles, run, digit) = (0, 0, 0, false);
        while (end < text.Length && end - start < 45 && (text[end] == ':' || PiiBytes.IsHex(text[end])))
        {
            var isColon = text[end] == ':';
            doubles += isColon && end > start && text[end - 1] == ':' ? 1 : 0;
            groups += !isColon && run == 0 ? 1 : 0;
            run = isColon ? 0 : run + 1;
            digit |= PiiBytes.IsDigit(text[end]);
            end++;
            if (run > 4 || doubles > 1)
            {
                return false;
            }
        }

        var bounded = colon - start <= 4 && !PiiBytes.IsWord(PiiBytes.At(text, end));
        return bounded && digit && ((doubles == 1 && groups is >= 1 and <= 7) || (doubles == 0 && groups == 8));
    }

    private static int UrlEnd(ReadOnlySpan<byte> text, int from)
    {
        var window = text[from..Math.Min(text.Length, from + LongestUrl)];
        var length = window.IndexOfAny(UrlEnds);
        var end = from + (length < 0 ? window.Length : length);
        while (end > from && text[end - 1] is (byte)'.' or (byte)',' or (byte)';' or (byte)':' or (byte)'!' or (byte)'?' or (byte)')' or (byte)']')
        {
            end--;
        }

        return end;
    }

    private static bool IsLocal(byte value) =>
        PiiBytes.IsLetter(value) || PiiBytes.IsDigit(value) || value is (byte)'.' or (byte)'_' or (byte)'%' or (byte)'+' or (byte)'-' or (byte)'\'';

    private static bool IsDomain(ReadOnlySpan<byte> text, int at) =>
        PiiBytes.IsLetter(text[at]) || PiiBytes.IsDigit(text[at]) || text[at] == '-'
        || (text[at] == '.' && (PiiBytes.IsLetter(PiiBytes.At(text, at + 1)) || PiiBytes.IsDigit(PiiBytes.At(text, at + 1))));
}
