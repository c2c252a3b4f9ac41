using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Learning.Certification;

/// <summary>A setting that may be certified, and what training rows said of it.</summary>
/// <param name="Mix">The setting; <see langword="null"/>: the route has none and serves as it is written.</param>
/// <param name="Evidence">What it did on training rows, out of fold; <see langword="null"/>: there are none.</param>
public sealed record PathStep(KnobMix? Mix, KnobEvidence? Evidence)
{
    /// <summary>Gets the mean squares that bets start from.</summary>
    public LinePrior PriorOf(QualityLine line) => Evidence is { } evidence ? evidence.PriorOf(line) : LinePrior.Guess(line);
}
