namespace Loadline.Core.Watching;

/// <summary>Watches values for ever and raises an alarm where their mean is, or has become, negative: H0 is that it is not.</summary>
/// <remarks>
/// Wealth is multiplied by 1 − λd with each value d; under H0 (E[d | past] ≥ 0) it is a supermartingale whatever the distribution, so that by
/// Ville's inequality (1939) it ever reaches 1/δ with probability at most δ: no matter how often one looks. Half of the starting wealth bets
/// from the first value on, half is spread over later starts, the n-th with probability 1/(1 + n/τ) − 1/(1 + (n+1)/τ), so that a change
/// after long health is found too: a start is a bettor of its own, and a mean of martingales is one. Either half is spread evenly over
/// fixed stakes, from those that find a small decline to those that find a large one fast; no stake looks at what it bets on.
/// Not thread-safe.
/// </remarks>
public sealed class ChangeBet
{
    // Of λ, where d is at most 1.
    private static readonly double[] Stakes = [0.2, 0.6];

    // Starts are spread evenly over about this many values, and ever thinner after them.
    private const double Spread = 4000;

    private readonly double[] _first;
    private readonly double[] _later;
    private readonly double _most;

    /// <param name="largest">The largest value possible, above 0.</param>
    /// <param name="state">What an earlier one remembered; <see langword="null"/>: from the start.</param>
    public ChangeBet(double largest, BetState? state = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(largest);
        _most = 0.98 / largest;
        _first = state?.First.ToArray() ?? [.. Stakes.Select(_ => 1.0)];
        _later = state?.Later.ToArray() ?? new double[Stakes.Length];
        Seen = state?.Seen ?? 0;
    }

    public long Seen { get; private set; }

    /// <summary>Gets the wealth; 1 at the start. At 1/δ or more H0 is rejected.</summary>
    public double Wealth
    {
        get
        {
            // What has not begun yet is kept in hand.
            var sum = 0.0;
            for (var i = 0; i < Stakes.Length; i++)
            {
                sum += _first[i] + _later[i];
            }

            return 0.5 * ((sum / Stakes.Length) + Waiting(Seen));
        }
    }

    /// <summary>Bets on the next value.</summary>
    /// <param name="value">At most the largest possible; weighted by what makes up for how likely it was to be looked at.</param>
    public void Add(double value)
    {
        var begins = Waiting(Seen) - Waiting(Seen + 1);
        for (var i = 0; i < Stakes.Length; i++)
        {
            var factor = 1 - (Math.Min(Stakes[i], _most) * value);
            _first[i] *= factor;
            _later[i] = (_later[i] + begins) * factor;
        }

        Seen++;
    }

    public BetState State => new([.. _first], [.. _later], Seen);

    // The share of the later half that has not begun at the n-th value.
    private static double Waiting(long n) => 1 / (1 + (n / Spread));
}
