using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Learning.Certification;

/// <summary>A setting that may be certified, and what training rows said of it.</summary>
/// <param name="Mix">The setting; <see langword="null"/>: the route has none and serves as it is written.</param>
/// <param name="Evidence">What it did on training rows, out of fold; <see langword="null"/>: there are none.</param>
public sealed record PathStep(KnobMix? Mix, KnobEvidence? Evidence)
{
    /// <summary>Gets the share of every request that is surely the reference's: the coin's, where a setting is mixed with the reference.</summary>
    public double ReferenceShare { get; init; } = Mix is { Dear.Lambda: < 0 } mix ? mix.DearShare : 0;

    /// <summary>Gets the mean squares that bets start from.</summary>
    public LinePrior PriorOf(QualityLine line) => Evidence is { } evidence ? evidence.PriorOf(line) : LinePrior.Guess(line);
}
