using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Core.Predictors;

/// <summary>What a knob did on training rows that its predictor had not seen: means over rows, enough to compute any quality line's evidence.</summary>
/// <param name="Served">Mean quality served.</param>
/// <param name="ServedSquare">Mean of its square.</param>
/// <param name="Cross">Mean of quality served times the reference's.</param>
/// <param name="Reference">Mean quality of the reference.</param>
/// <param name="ReferenceSquare">Mean of its square.</param>
/// <param name="Lost">Share of rows that were lost (<see cref="QualityLine.IsLost"/>).</param>
/// <param name="Cost">Mean cost over the reference's.</param>
public readonly record struct KnobEvidence(
    double Served, double ServedSquare, double Cross, double Reference, double ReferenceSquare, double Lost, double Cost)
{
    /// <summary>Gets the mean square of what was lost; <see langword="null"/>: rows are lost or not, so it is <see cref="Lost"/>.</summary>
    public double? LostSquare { get; init; }

    /// <summary>Gets the mean squares that bets start from.</summary>
    public LinePrior PriorOf(QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var keep = line.Keep ?? 0;
        var lose = line.Lose ?? 0;
        return new LinePrior(
            ServedSquare - (2 * keep * Cross) + (keep * keep * ReferenceSquare),
            (lose * lose) - (2 * lose * Lost) + (LostSquare ?? Lost));
    }

    /// <summary>How far above the line it was, in standard deviations of one row: mean over deviation of d, of the line's weaker part.</summary>
    /// <remarks>About 1.645 / √n of it are needed to be proven by n rows at a confidence of 0.95.</remarks>
    public double StrengthOn(QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var squares = PriorOf(line);
        var strength = double.PositiveInfinity;
        if (line.Keep is { } keep)
        {
            strength = Math.Min(strength, Strength(Served - (keep * Reference), squares.KeepSquare));
        }

        if (line.Lose is { } lose)
        {
            strength = Math.Min(strength, Strength(lose - Lost, squares.LoseSquare));
        }

        return strength;
    }

    /// <summary>Mixes in the reference for a share of requests, drawn by a coin.</summary>
    public KnobEvidence WithReference(double share) => new(
        ((1 - share) * Served) + (share * Reference),
        ((1 - share) * (1 - share) * ServedSquare) + (2 * share * (1 - share) * Cross) + (share * share * ReferenceSquare),
        ((1 - share) * Cross) + (share * ReferenceSquare),
        Reference,
        ReferenceSquare,
        (1 - share) * Lost,
        ((1 - share) * Cost) + share)
    {
        LostSquare = (1 - share) * (1 - share) * (LostSquare ?? Lost),
    };

    /// <summary>Mixes two settings by a coin. Squares are bounded from above: what both serve alike is not known here.</summary>
    public static KnobEvidence Mix(KnobEvidence one, KnobEvidence other, double share)
    {
        double Mean(double a, double b) => (share * a) + ((1 - share) * b);
        return new KnobEvidence(
            Mean(one.Served, other.Served),
            Mean(one.ServedSquare, other.ServedSquare),
            Mean(one.Cross, other.Cross),
            one.Reference,
            one.ReferenceSquare,
            Mean(one.Lost, other.Lost),
            Mean(one.Cost, other.Cost));
    }

    private static double Strength(double mean, double square) => mean / Math.Sqrt(Math.Max(square - (mean * mean), 1e-12));
}
