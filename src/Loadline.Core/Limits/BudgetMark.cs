namespace Loadline.Core.Limits;

/// <summary>A point of a budget's period that people are told of once, whatever process sees it first.</summary>
/// <param name="Subject">Whose budget.</param>
/// <param name="Window">Its window.</param>
/// <param name="Start">When the period began.</param>
/// <param name="LimitNano">The budget in billionths of a USD: one that was raised is told of anew.</param>
/// <param name="Point">The share that was reached, in ten-thousandths; <see cref="Exhausted"/>: it did not cover a request.</param>
public readonly record struct BudgetMark(string Subject, LimitWindow Window, DateTimeOffset Start, long LimitNano, int Point)
{
    /// <summary>The point at which what is left of a budget did not cover a request.</summary>
    public const int Exhausted = -1;

    /// <summary>How long a mark is of use: longer than any period.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(70);
}
