using Loadline.Core.Quality;

namespace Loadline.Core.Statistics;

/// <summary>Tests whether a route's line does not hold, over a fixed number of units; rejecting that is the proof that it holds.</summary>
/// <remarks>
/// <c>keep</c>: d = served − keep · reference, H0: E[d] ≤ 0. <c>lose</c>: d = lose − lost, H0: E[d] ≤ 0. Both must be rejected at δ: a line
/// with two parts is wrong only where one part is, so no correction is owed (Berger 1982, intersection-union).
/// </remarks>
public struct LineTest
{
    // Below this a part of the line cannot fail by more than any number of rows could see.
    private const double LeastRisk = 1e-3;

    private readonly QualityLine _line;
    private DeadlineBet _keep;
    private DeadlineBet _lose;

    /// <param name="line">The line; with one part at least.</param>
    /// <param name="units">The number of units that will come.</param>
    /// <param name="delta">The probability of a wrong acceptance.</param>
    /// <param name="prior">What other data (training rows out of fold) had; it moves stakes, not validity.</param>
    /// <param name="referenceShare">
    /// The share of every unit that is surely the reference's, in [0,1]: a coin's. So much cannot be lost, and stakes may be that much bolder:
    /// d ≥ share − keep, and lost ≤ 1 − share.
    /// </param>
    public LineTest(QualityLine line, int units, double delta, LinePrior prior, double referenceShare = 0)
    {
        ArgumentNullException.ThrowIfNull(line);
        _line = line;
        _keep = new DeadlineBet(units, delta, -Risk((line.Keep ?? 1) - referenceShare), prior.KeepSquare);
        _lose = new DeadlineBet(units, delta, -Risk(1 - referenceShare - (line.Lose ?? 0)), prior.LoseSquare);
    }

    /// <summary>Gets the wealth that was bet on <c>keep</c>; <see langword="null"/> where the line has no such part.</summary>
    public readonly double? KeepWealth => _line.Keep is null ? null : _keep.Wealth;

    /// <summary>Gets the wealth that was bet on <c>lose</c>; <see langword="null"/> where the line has no such part.</summary>
    public readonly double? LoseWealth => _line.Lose is null ? null : _lose.Wealth;

    /// <summary>Gets a value indicating whether every part of the line is proven.</summary>
    public readonly bool Holds =>
        (_line.Keep is not null || _line.Lose is not null)
        && (_line.Keep is null || _keep.IsRejected) && (_line.Lose is null || _lose.IsRejected);

    /// <summary>Adds a unit.</summary>
    /// <param name="served">Mean quality served over the unit, in [0,1]; where a coin decides, its expectation.</param>
    /// <param name="reference">Mean quality of the reference over the unit, in [0,1].</param>
    /// <param name="lost">Share of the unit's requests that were lost, in [0,1].</param>
    public void Add(double served, double reference, double lost)
    {
        if (_line.Keep is { } keep)
        {
            _keep.Add(served - (keep * reference));
        }

        if (_line.Lose is { } lose)
        {
            _lose.Add(lose - lost);
        }
    }

    /// <summary>The most that one unit can take from a part of the line, at least a thousandth.</summary>
    public static double Risk(double most) => Math.Max(most, LeastRisk);
}
