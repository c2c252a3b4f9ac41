using Loadline.Core.Quality;

namespace Loadline.Learning.Certification;

/// <summary>Orders settings for a fixed sequence of tests, by training rows alone (Pareto testing, Laufer-Goldshtein et al. 2023).</summary>
public static class SafestFirst
{
    // Steps that save less than this of the step before are left out: one more chance to fail, for nothing.
    private const double LeastSaving = 0.02;

    // A step that training rows have below the line would be a bet against one's own evidence; a little below may still be luck.
    private const double LeastStrength = -0.02;

    /// <summary>
    /// The settings that no other one beats in both strength and cost, from the strongest and dearest to the weakest and cheapest.
    /// </summary>
    /// <param name="steps">All settings.</param>
    /// <param name="line">The line that strength is measured on.</param>
    public static IReadOnlyList<PathStep> Order(IEnumerable<PathStep> steps, QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var path = new List<PathStep>();
        var least = 1.0;
        foreach (var (step, strength) in steps
            .Where(step => step.Evidence is not null)
            .Select(step => (Step: step, Strength: step.Evidence!.Value.StrengthOn(line)))
            .OrderByDescending(pair => pair.Strength).ThenBy(pair => pair.Step.Evidence!.Value.Cost))
        {
            if (strength < LeastStrength)
            {
                break;
            }

            var cost = step.Evidence!.Value.Cost;
            if (cost <= least * (1 - LeastSaving))
            {
                path.Add(step);
                least = cost;
            }
        }

        return path;
    }
}
