namespace Loadline.Core.Rules;

/// <summary>A range of numbers as the config compares them: <c>"&gt; 30k"</c>, <c>"&gt;= 0.6"</c>, <c>"&lt; 5"</c>, <c>"2k..8k"</c>, <c>3</c>.</summary>
/// <param name="Min">The lower bound; negative infinity where there is none.</param>
/// <param name="MinInclusive">Whether the lower bound itself lies inside.</param>
/// <param name="Max">The upper bound; positive infinity where there is none.</param>
/// <param name="MaxInclusive">Whether the upper bound itself lies inside.</param>
public readonly record struct NumberRange(double Min, bool MinInclusive, double Max, bool MaxInclusive)
{
    /// <summary>More than the bound.</summary>
    public static NumberRange Above(double bound) => new(bound, false, double.PositiveInfinity, true);

    /// <summary>The bound or more.</summary>
    public static NumberRange AtLeast(double bound) => new(bound, true, double.PositiveInfinity, true);

    /// <summary>Less than the bound.</summary>
    public static NumberRange Below(double bound) => new(double.NegativeInfinity, true, bound, false);

    /// <summary>The bound or less.</summary>
    public static NumberRange AtMost(double bound) => new(double.NegativeInfinity, true, bound, true);

    /// <summary>From one bound to the other, both included.</summary>
    public static NumberRange Between(double min, double max) => new(min, true, max, true);

    /// <summary>That number alone.</summary>
    public static NumberRange Exactly(double value) => new(value, true, value, true);

    /// <summary>Tells whether a number lies inside; not a number never does.</summary>
    public bool Contains(double value) =>
        (MinInclusive ? value >= Min : value > Min) && (MaxInclusive ? value <= Max : value < Max);

    /// <summary>Reads a comparison, a range <c>a..b</c> with both ends inside, or a bare number that must be equalled.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NumberRange range)
    {
        text = text.Trim();
        var dots = text.IndexOf("..");
        if (dots >= 0)
        {
            return TryParseBetween(text[..dots], text[(dots + 2)..], out range);
        }

        range = default;
        var operatorLength = text.StartsWith(">=") || text.StartsWith("<=") ? 2 : text.Length > 0 && text[0] is '>' or '<' ? 1 : 0;
        if (!NumberText.TryParse(text[operatorLength..], out var bound))
        {
            return false;
        }

        range = (operatorLength, operatorLength == 0 ? ' ' : text[0]) switch
        {
            (0, _) => Exactly(bound),
            (1, '>') => Above(bound),
            (1, _) => Below(bound),
            (_, '>') => AtLeast(bound),
            _ => AtMost(bound),
        };
        return true;
    }

    /// <summary>Tells whether every bound that is stated lies in the given interval.</summary>
    internal bool BoundsWithin(double lowest, double highest) => Within(Min, lowest, highest) && Within(Max, lowest, highest);

    /// <summary>Rounds the bounds as a single-precision signal rounds them, so that <c>0.6</c> means the same number on both sides.</summary>
    internal NumberRange ToSingle() => this with { Min = (float)Min, Max = (float)Max };

    /// <summary>Writes the range as the config does.</summary>
    public override string ToString() =>
        Min == Max ? NumberText.Format(Min)
        : double.IsNegativeInfinity(Min) ? (MaxInclusive ? "<= " : "< ") + NumberText.Format(Max)
        : double.IsPositiveInfinity(Max) ? (MinInclusive ? ">= " : "> ") + NumberText.Format(Min)
        : NumberText.Format(Min) + ".." + NumberText.Format(Max);

    private static bool TryParseBetween(ReadOnlySpan<char> from, ReadOnlySpan<char> to, out NumberRange range)
    {
        var isRead = NumberText.TryParse(from, out var min) & NumberText.TryParse(to, out var max) && min <= max;
        range = isRead ? Between(min, max) : default;
        return isRead;
    }

    private static bool Within(double bound, double lowest, double highest) =>
        double.IsInfinity(bound) || (bound >= lowest && bound <= highest);
}
