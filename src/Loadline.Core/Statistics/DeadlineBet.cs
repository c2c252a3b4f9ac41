namespace Loadline.Core.Statistics;

/// <summary>Tests H0: E[d] ≤ 0 with one look at a fixed number of bounded values, by betting against it.</summary>
/// <remarks>
/// Wealth starts at 1 and is multiplied by 1 + λd; H0 is rejected once it reaches 1/δ. λ is never negative and is set before its d is seen, so
/// under H0 wealth is a supermartingale that starts at 1, and by Ville's inequality it ever reaches 1/δ with probability at most δ, at any
/// number of values, whatever their distribution. λ only decides how often a false H0 is found: it is the stake of the gambler who must
/// reach a goal by a deadline (Browne 1999), φ(Φ⁻¹(δK)) / (δK σ √remaining), a tenth bolder.
/// Mutable and small: keep it in a local or a field, and pass it by reference.
/// </remarks>
public struct DeadlineBet
{
    private const double Boldness = 1.1;
    private const double MostAtRisk = 0.98;
    private const double PriorRows = 200;
    private const double LeastShare = 1e-15;
    private const double MostShare = 1 - 1e-12;

    // Aiming at the goal itself, stakes fade as it comes near, and wealth may end a hair below it.
    private const double Aim = 1 + 1e-6;

    private readonly double _delta;
    private readonly double _most;
    private readonly double _count;
    private readonly double _rootOfCount;
    private double _squares;
    private double _rows;
    private int _seen;

    /// <param name="count">The number of values that will come: the deadline.</param>
    /// <param name="delta">The probability of rejecting a true H0, in (0,1).</param>
    /// <param name="least">The least value possible, below 0.</param>
    /// <param name="expectedSquare">E[d²] as other data had it, worth 200 values; not above 0 or not a number: the square of <paramref name="least"/>.</param>
    public DeadlineBet(int count, double delta, double least, double expectedSquare)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(delta, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(least, 0);
        _delta = delta;
        _most = MostAtRisk / -least;
        _count = count;
        _rootOfCount = Math.Sqrt(count);
        _squares = PriorRows * (expectedSquare > 0 ? expectedSquare : least * least);
        _rows = PriorRows;
        Wealth = 1;
    }

    /// <summary>Gets the wealth; it stays where it was when it reached the goal.</summary>
    public double Wealth { get; private set; }

    /// <summary>Gets a value indicating whether H0 is rejected.</summary>
    public readonly bool IsRejected => Wealth * _delta >= 1;

    /// <summary>Gets the stake on the next value; at 0.98 of what could ruin, at most.</summary>
    public readonly double Stake
    {
        get
        {
            var share = Math.Clamp(_delta * Wealth / Aim, LeastShare, MostShare);
            var left = _count - _seen;
            var remaining = Math.Max(left - _rootOfCount, 1 + Math.Min(left, 4));
            return Math.Min(_most, Boldness * Normal.Density(Normal.Quantile(share)) / (share * Math.Sqrt(_squares / _rows * remaining)));
        }
    }

    /// <summary>Bets on the next value; after the goal is reached, or more values than announced, nothing is bet.</summary>
    public void Add(double value)
    {
        if (IsRejected || _seen >= _count)
        {
            return;
        }

        Wealth *= 1 + (Stake * value);
        _squares += value * value;
        _rows++;
        _seen++;
    }
}
