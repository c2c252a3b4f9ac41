using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Learning.Certification;

/// <summary>Tests the steps of a path in their order until the first that is not proven: each at the whole δ, together wrong with at most δ.</summary>
/// <remarks>
/// The first step for which the line does not hold must be accepted before any wrong one is, and that has probability at most δ (fixed
/// sequence testing, Maurer et al. 1995). The order may not depend on the rows that are tested on.
/// </remarks>
public static class FixedSequence
{
    /// <summary>Goes along a path.</summary>
    /// <param name="path">Safest first.</param>
    /// <param name="outcomes">Each step's outcomes on the certifying units; asked for in order, only as far as the path is gone.</param>
    /// <param name="reference">The reference's quality per unit.</param>
    /// <param name="referenceCost">Its mean cost.</param>
    /// <param name="line">The line.</param>
    /// <param name="delta">The probability of a wrong acceptance anywhere on the path.</param>
    /// <returns>Every step that was tested: all hold but perhaps the last.</returns>
    public static IReadOnlyList<StepResult> Run(
        IReadOnlyList<PathStep> path, Func<int, StepOutcomes> outcomes, float[] reference, double referenceCost, QualityLine line, double delta)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(outcomes);
        var results = new List<StepResult>();
        for (var i = 0; i < path.Count; i++)
        {
            results.Add(Test(path[i], outcomes(i), reference, referenceCost, line, delta));
            if (!results[^1].Holds)
            {
                break;
            }
        }

        return results;
    }

    /// <summary>Tests one step over all units.</summary>
    public static StepResult Test(
        PathStep step, StepOutcomes outcomes, float[] reference, double referenceCost, QualityLine line, double delta)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(reference);
        var test = new LineTest(line, reference.Length, delta, step.PriorOf(line), step.ReferenceShare);
        double served = 0, referenceSum = 0, lost = 0, cost = 0;
        for (var i = 0; i < reference.Length; i++)
        {
            test.Add(outcomes.Served[i], reference[i], outcomes.Lost[i]);
            served += outcomes.Served[i];
            referenceSum += reference[i];
            lost += outcomes.Lost[i];
            cost += outcomes.Cost[i];
        }

        return new StepResult(
            step,
            test.Holds,
            test.KeepWealth,
            test.LoseWealth,
            referenceSum > 0 ? served / referenceSum : 1,
            lost / reference.Length,
            referenceCost > 0 ? cost / reference.Length / referenceCost : 1,
            NormalTest.Holds(outcomes, reference, line, delta));
    }
}
