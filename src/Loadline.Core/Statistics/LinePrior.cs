using Loadline.Core.Quality;

namespace Loadline.Core.Statistics;

/// <summary>Mean squares of a line's two differences on data other than the certifying rows; not above 0: unknown.</summary>
/// <param name="KeepSquare">E[(served − keep · reference)²].</param>
/// <param name="LoseSquare">E[(lose − lost)²].</param>
public readonly record struct LinePrior(double KeepSquare, double LoseSquare)
{
    // Of the square of the worst value, about what routes near their line show.
    private const double TypicalShare = 0.15;

    /// <summary>A guess where no other data is at hand: it costs power where it is wrong, never validity.</summary>
    public static LinePrior Guess(QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var keep = line.Keep ?? 1;
        var lose = line.Lose ?? 0.05;
        return new LinePrior(TypicalShare * keep * keep, lose * (1 - lose));
    }
}
