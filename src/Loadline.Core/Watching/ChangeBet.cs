namespace Loadline.Core.Watching;

/// <summary>Watches values for ever and raises an alarm where their mean is, or has become, negative: H0 is that it is not.</summary>
/// <remarks>
/// Wealth is multiplied by 1 − λd with each value d; λ is fixed before d is seen, so under H0 (E[d | past] ≥ 0) it is a supermartingale
/// whatever the distribution, and by Ville's inequality (1939) it ever reaches 1/δ with probability at most δ: no matter how often one looks.
/// A mean of such wealths is one, too. Half of the starting wealth bets from the first value on, half is spread over later starts, the n-th
/// with probability 1/(1 + n/τ) − 1/(1 + (n+1)/τ), so that what long health has eaten away is there anew.
/// <para>
/// Two bettors look back over the last hundred and the last four hundred values and stake what would have made the most of them,
/// λ = −m/s with m their mean and s their mean square (Waudby-Smith and Ramdas 2024), and nothing while m is not a standard error below 0:
/// who does not bet on health keeps what he has for the day it ends. Of the half that bets from the start, two more stake a fixed 0.2 and 0.6:
/// they find at once what was wrong from the first day. Not thread-safe.
/// </para>
/// </remarks>
internal sealed class ChangeBet
{
    private static readonly double[] LookBack = [100, 400];

    // Of λ, where d is at most 1.
    private static readonly double[] Fixed = [0.2, 0.6];

    // Starts are spread evenly over about this many values, and ever thinner after them.
    private const double Spread = 2000;

    // What is taken to have been seen before the first value: that many of mean 0.
    private const double Before = 25;
    private const double SquareBefore = 0.15;
    private const double LeastSquare = 0.005;

    // Where values are large and rare (labels), a mean takes longer to be known.
    private const double MostPatience = 4;

    private readonly double[] _first;
    private readonly double[] _later;
    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly double _most;
    private readonly double _patience;

    /// <param name="largest">The largest value possible, above 0.</param>
    /// <param name="state">What an earlier one remembered; <see langword="null"/>: from the start.</param>
    public ChangeBet(double largest, BetState? state = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(largest);
        _most = 0.98 / largest;
        _patience = Math.Clamp(Math.Sqrt(largest), 1, MostPatience);
        _first = FirstOf(state);
        _later = state?.Later.ToArray() ?? new double[LookBack.Length];
        _means = state is { Means.Length: > 0 } ? [.. state.Means] : new double[LookBack.Length];
        _squares = state is { Squares.Length: > 0 } ? [.. state.Squares] : [.. LookBack.Select(_ => SquareBefore)];
        Seen = state?.Seen ?? 0;
    }

    public long Seen { get; private set; }

    /// <summary>Gets the wealth; 1 at the start. At 1/δ or more H0 is rejected.</summary>
    public double Wealth
    {
        get
        {
            // What has not begun yet is kept in hand.
            var (first, later) = (0.0, 0.0);
            foreach (var wealth in _first)
            {
                first += wealth;
            }

            foreach (var wealth in _later)
            {
                later += wealth;
            }

            return 0.5 * ((first / _first.Length) + (later / _later.Length) + Waiting(Seen));
        }
    }

    /// <summary>Bets on the next value.</summary>
    /// <param name="value">At most the largest possible; weighted by what makes up for how likely it was to be looked at.</param>
    public void Add(double value)
    {
        var begins = Waiting(Seen) - Waiting(Seen + 1);
        for (var i = 0; i < LookBack.Length; i++)
        {
            var factor = 1 - (Stake(i) * value);
            _first[i] *= factor;
            _later[i] = (_later[i] + begins) * factor;
            Learn(i, value);
        }

        for (var i = 0; i < Fixed.Length; i++)
        {
            _first[LookBack.Length + i] *= 1 - (Math.Min(Fixed[i], _most) * value);
        }

        Seen++;
    }

    public BetState State => new([.. _first], [.. _later], Seen) { Means = [.. _means], Squares = [.. _squares] };

    // Known before the value is: nothing of it is in here.
    private double Stake(int i)
    {
        var looked = Math.Min(2 * LookBack[i] * _patience, Seen + Before);
        return _means[i] < -Math.Sqrt(_squares[i] / looked) ? Math.Min(_most, -_means[i] / _squares[i]) : 0;
    }

    private void Learn(int i, double value)
    {
        var share = Math.Max(1 / (LookBack[i] * _patience), 1 / (Seen + Before));
        _means[i] += share * (value - _means[i]);
        _squares[i] = Math.Max(LeastSquare, _squares[i] + (share * ((value * value) - _squares[i])));
    }

    // Earlier versions had the fixed stakes alone: each one's wealth goes on in two hands.
    private static double[] FirstOf(BetState? state) => state is null ? [.. Enumerable.Repeat(1.0, LookBack.Length + Fixed.Length)]
        : state.First.Length == Fixed.Length ? [.. state.First, .. state.First]
        : [.. state.First];

    // The share of the later half that has not begun at the n-th value.
    private static double Waiting(long n) => 1 / (1 + (n / Spread));
}
