using System.Buffers;
using System.Globalization;

namespace Loadline.Core.Checks;

/// <summary>Finds the sums that a text works out (<c>8 * $5 = $40</c>) and tells how many come out right.</summary>
/// <remarks>Knows + − × ÷ and brackets between plain numbers; what else stands before an equals sign is no sum and is passed over.</remarks>
internal static class ArithmeticText
{
    private const int MostSums = 100;
    private const int LongestSum = 120;

    private static readonly SearchValues<char> Operators = SearchValues.Create("+-−*×/÷x");

    /// <returns>How many sums there are and how many are right; and what the last of them comes to, not a number where there is none.</returns>
    public static (int Sums, int Right, double Last) Check(string text)
    {
        int sums = 0, right = 0;
        var last = double.NaN;
        for (var at = text.IndexOf('='); at >= 0 && sums < MostSums; at = text.IndexOf('=', at + 1))
        {
            if (!TryNumberAfter(text, at + 1, out var claimed) || !TrySumBefore(text, at, out var found))
            {
                continue;
            }

            sums++;
            right += Math.Abs(found - claimed) <= 0.011 + (1e-4 * Math.Abs(claimed)) ? 1 : 0;
            last = claimed;
        }

        return (sums, right, last);
    }

    private static bool TryNumberAfter(string text, int from, out double value)
    {
        while (from < text.Length && text[from] is ' ' or '$' or '€' or '£')
        {
            from++;
        }

        var end = from;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] is '.' or ',' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        value = 0;
        return end > from && double.TryParse(text.AsSpan(from, end - from), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out value);
    }

    private static bool TrySumBefore(string text, int end, out double value)
    {
        var start = end;
        while (start > 0 && end - start < LongestSum && IsOfSum(text[start - 1]))
        {
            start--;
        }

        value = 0;
        var sum = text.AsSpan(start, end - start).Trim(" .,:");
        if (sum.IndexOfAny(Operators) < 0)
        {
            return false;
        }

        var at = 0;
        return TryTerms(sum, ref at, out value) && at == sum.Length && double.IsFinite(value);
    }

    private static bool IsOfSum(char c) => char.IsAsciiDigit(c) || c is ' ' or '+' or '-' or '−' or '*' or '×' or '/' or '÷' or 'x' or '(' or ')' or '.' or ',' or '$' or '€' or '£';

    private static bool TryTerms(ReadOnlySpan<char> sum, ref int at, out double value)
    {
        if (!TryFactors(sum, ref at, out value))
        {
            return false;
        }

        while (Peek(sum, ref at) is '+' or '-' or '−')
        {
            var isPlus = sum[at++] == '+';
            if (!TryFactors(sum, ref at, out var next))
            {
                return false;
            }

            value += isPlus ? next : -next;
        }

        return true;
    }

    private static bool TryFactors(ReadOnlySpan<char> sum, ref int at, out double value)
    {
        if (!TryPrimary(sum, ref at, out value))
        {
            return false;
        }

        while (Peek(sum, ref at) is '*' or '×' or 'x' or '/' or '÷')
        {
            var isTimes = sum[at++] is '*' or '×' or 'x';
            if (!TryPrimary(sum, ref at, out var next))
            {
                return false;
            }

            value = isTimes ? value * next : value / next;
        }

        return true;
    }

    private static bool TryPrimary(ReadOnlySpan<char> sum, ref int at, out double value)
    {
        value = 0;
        if (Peek(sum, ref at) == '(')
        {
            at++;
            if (!TryTerms(sum, ref at, out value) || Peek(sum, ref at) != ')')
            {
                return false;
            }

            at++;
            return true;
        }

        while (Peek(sum, ref at) is '$' or '€' or '£')
        {
            at++;
        }

        var start = at;
        while (at < sum.Length && (char.IsAsciiDigit(sum[at]) || (sum[at] is '.' or ',' && at + 1 < sum.Length && char.IsAsciiDigit(sum[at + 1]))))
        {
            at++;
        }

        return at > start && double.TryParse(sum[start..at], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out value);
    }

    private static char Peek(ReadOnlySpan<char> sum, ref int at)
    {
        while (at < sum.Length && sum[at] == ' ')
        {
            at++;
        }

        return at < sum.Length ? sum[at] : '\0';
    }
}
