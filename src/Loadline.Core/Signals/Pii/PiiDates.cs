namespace Loadline.Core.Signals.Pii;

/// <summary>Dates in digits, and with English month names.</summary>
internal static class PiiDates
{
    private const int LongestLook = 14;

    private static ReadOnlySpan<byte> Months => "janfebmaraprmayjunjulaugsepoctnovdec"u8;

    private static ReadOnlySpan<byte> MonthLengths => [7, 8, 5, 5, 3, 4, 4, 6, 9, 7, 8, 8];

    /// <summary>Year-month-day, day and month in either order with the year, by -, / or a dot; returns the groups used or 0.</summary>
    public static int MatchDigits(ref PiiNumber number)
    {
        if (number.Groups < 3 || number.HasPlus || number.HasBracket || number.Separator(1) != number.Separator(2)
            || number.Separator(1) is not ((byte)'-' or (byte)'/' or (byte)'.'))
        {
            return 0;
        }

        var (a, b, c) = (number.Length(0), number.Length(1), number.Length(2));
        if (a == 4 && b <= 2 && c <= 2)
        {
            return IsYear(number.Value(0)) && IsDay(number.Value(1), number.Value(2)) ? 3 : 0;
        }

        // A year in two digits only with slashes: 10.0.19 and 12-11-10 are versions and codes more often than dates.
        var shape = a <= 2 && b <= 2 && (c == 4 || (c == 2 && number.Separator(1) == '/'));
        return shape && (c == 2 || IsYear(number.Value(2)))
            && (IsDay(number.Value(0), number.Value(1)) || IsDay(number.Value(1), number.Value(0))) ? 3 : 0;
    }

    /// <summary>"March 5", "5 March 2020", "5th of March": a day number with a month's name beside it.</summary>
    public static bool MatchNamed(ReadOnlySpan<byte> text, ref PiiNumber number, out int start, out int end)
    {
        (start, end) = (number.Start, number.End(0));
        if (number.Length(0) > 2 || number.Value(0) is 0 or > 31)
        {
            return false;
        }

        var after = end;
        if (PiiBytes.IsLetter(PiiBytes.At(text, after)) && PiiBytes.IsLetter(PiiBytes.At(text, after + 1)))
        {
            after += 2; // st, nd, rd, th
        }

        if (MonthBefore(text, start, out var month))
        {
            start = month;
            end = TakeYear(text, after);
            return !PiiBytes.IsWord(PiiBytes.At(text, after));
        }

        if (MonthAfter(text, after, out var monthEnd))
        {
            end = TakeYear(text, monthEnd);
            return true;
        }

        return false;
    }

    /// <summary>Chinese and Japanese dates: digits, 年, digits, 月, and digits with 日 where the day is given.</summary>
    public static bool MatchHan(ReadOnlySpan<byte> text, int firstEnd, out int end)
    {
        end = firstEnd;
        if (!TakeHan(text, ref end, "年"u8) || !TakeDigits(text, ref end) || !TakeHan(text, ref end, "月"u8))
        {
            return false;
        }

        var day = end;
        end = TakeDigits(text, ref day) && TakeHan(text, ref day, "日"u8) ? day : end;
        return true;
    }

    private static bool IsYear(int value) => value is >= 1800 and <= 2199;

    private static bool IsDay(int month, int day) => month is >= 1 and <= 12 && day is >= 1 and <= 31;

    private static bool MonthBefore(ReadOnlySpan<byte> text, int at, out int start)
    {
        var end = at;
        while (end > 0 && at - end < 3 && text[end - 1] is (byte)' ' or (byte)'.' or (byte)',')
        {
            end--;
        }

        start = end;
        while (start > 0 && end - start < LongestLook && PiiBytes.IsLetter(text[start - 1]))
        {
            start--;
        }

        return end < at && IsMonth(text[start..end]);
    }

    private static bool MonthAfter(ReadOnlySpan<byte> text, int at, out int end)
    {
        var start = Math.Min(text.Length, at);
        start += start < text.Length && text[start] is (byte)' ' or (byte)'-' ? 1 : 0;
        if (text[start..].StartsWith("of "u8))
        {
            start += 3;
        }

        end = start;
        while (end < text.Length && end - start < LongestLook && PiiBytes.IsLetter(text[end]))
        {
            end++;
        }

        return start > at && IsMonth(text[start..end]);
    }

    private static bool IsMonth(ReadOnlySpan<byte> word)
    {
        if (word.Length is < 3 or > 9)
        {
            return false;
        }

        Span<byte> three = [(byte)(word[0] | 0x20), (byte)(word[1] | 0x20), (byte)(word[2] | 0x20)];
        for (var month = 0; month < 12; month++)
        {
            if (three.SequenceEqual(Months.Slice(month * 3, 3)))
            {
                return word.Length == 3 || word.Length == MonthLengths[month] || (month == 8 && word.Length == 4);
            }
        }

        return false;
    }

    private static int TakeYear(ReadOnlySpan<byte> text, int at)
    {
        var i = at;
        while (i < text.Length && i - at < 2 && text[i] is (byte)' ' or (byte)',' or (byte)'-')
        {
            i++;
        }

        var first = i;
        return i > at && TakeDigits(text, ref i) && i - first == 4 && !PiiBytes.IsDigit(PiiBytes.At(text, i)) ? i : at;
    }

    private static bool TakeDigits(ReadOnlySpan<byte> text, ref int at)
    {
        var first = at;
        while (at < text.Length && at - first < 4 && PiiBytes.IsDigit(text[at]))
        {
            at++;
        }

        return at > first;
    }

    private static bool TakeHan(ReadOnlySpan<byte> text, ref int at, ReadOnlySpan<byte> sign)
    {
        var there = text[Math.Min(text.Length, at)..].StartsWith(sign);
        at += there ? sign.Length : 0;
        return there;
    }
}
