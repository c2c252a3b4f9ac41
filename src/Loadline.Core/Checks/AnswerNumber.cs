using System.Globalization;

namespace Loadline.Core.Checks;

/// <summary>A number found in an answer.</summary>
/// <param name="Value">The number.</param>
/// <param name="IsPercent">Whether a per cent sign followed.</param>
/// <remarks>Knows thousands separators (<c>1,234</c>, <c>1{,}234</c>), decimals, exponents, fractions (<c>3/4</c>, <c>2 1/2</c>,
/// <c>\frac{3}{4}</c>) and both kinds of minus. A hyphen after a digit or a letter is no sign: <c>10-5</c> ends in 5.</remarks>
internal readonly record struct AnswerNumber(double Value, bool IsPercent)
{
    /// <summary>Finds the number that an answer comes to.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    public static AnswerNumber? Find(string text)
    {
        if (LatexText.LastBoxed(text) is { } boxed && Last(boxed) is { } inBox)
        {
            return inBox;
        }

        var mark = text.LastIndexOf("####", StringComparison.Ordinal);
        return mark >= 0 && First(text[(mark + 4)..]) is { } marked ? marked : Last(text);
    }

    private static AnswerNumber? First(string text)
    {
        var plain = LatexText.Plain(text);
        for (var i = 0; i < plain.Length; i++)
        {
            if (TryRead(plain, i, out var number, out _))
            {
                return number;
            }
        }

        return null;
    }

    private static AnswerNumber? Last(string text)
    {
        var plain = LatexText.Plain(text);
        AnswerNumber? last = null;
        for (var i = 0; i < plain.Length;)
        {
            if (TryRead(plain, i, out var number, out var end))
            {
                last = number;
                i = end;
            }
            else
            {
                i++;
            }
        }

        return last;
    }

    private static bool TryRead(string text, int start, out AnswerNumber number, out int end)
    {
        number = default;
        end = start;
        var isNegative = IsMinus(text, start);
        var at = isNegative || text[start] == '+' ? start + 1 : start;
        at += at < text.Length && text[at] is '$' or '€' or '£' ? 1 : 0;
        if (!TryPlain(text, at, out var value, out end))
        {
            return false;
        }

        value = Fraction(text, value, ref end);
        var after = end < text.Length && text[end] == ' ' ? end + 1 : end;
        number = new AnswerNumber(isNegative ? -value : value, after < text.Length && text[after] == '%');
        return true;
    }

    private static bool IsMinus(string text, int i) =>
        text[i] is '-' or '\u2212' && (i == 0 || !(char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is ')' or ']'));

    // A number and, after it, a fraction line or the fraction of a mixed number.
    private static double Fraction(string text, double value, ref int end)
    {
        if (end < text.Length && text[end] == '/' && TryPlain(text, end + 1, out var denominator, out var after) && denominator != 0)
        {
            end = after;
            return value / denominator;
        }

        if (end < text.Length && text[end] == ' ' && TryPlain(text, end + 1, out var numerator, out after)
            && after < text.Length && text[after] == '/' && TryPlain(text, after + 1, out denominator, out var last)
            && denominator > numerator && value == Math.Floor(value))
        {
            end = last;
            return value + (numerator / denominator);
        }

        return value;
    }

    private static bool TryPlain(string text, int start, out double value, out int end)
    {
        var at = Digits(text, start);
        while (at > start && at < text.Length && text[at] == ',' && Digits(text, at + 1) == at + 4)
        {
            at += 4;
        }

        if (at < text.Length && text[at] == '.' && Digits(text, at + 1) > at + 1)
        {
            at = Digits(text, at + 1);
        }

        at = at > start ? Exponent(text, at) : at;
        end = at;
        value = 0;
        return at > start
            && double.TryParse(text.AsSpan(start, at - start), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out value);
    }

    private static int Exponent(string text, int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E'))
        {
            return at;
        }

        var digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
        var end = Digits(text, digits);
        return end > digits ? end : at;
    }

    private static int Digits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }
}
