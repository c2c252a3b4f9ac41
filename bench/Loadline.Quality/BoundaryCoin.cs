using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Learning.Certification;

namespace Loadline.Quality;

/// <summary>The boundary step, accepted by a coin where wealth ends below the goal: with probability wealth times δ.</summary>
/// <remarks>
/// That test, too, is wrong with probability at most δ (E[wealth] ≤ 1; Ramdas and Manole 2023), and spends all of it. What it has over the
/// test without a coin is what a test of few, coarse values must leave unspent; see decision 0011.
/// </remarks>
internal sealed class BoundaryCoin(PathStep step, StepOutcomes outcomes, float[] reference, QualityLine line)
{
    public bool Accepts(int[] drawn)
    {
        var test = new LineTest(line, drawn.Length, line.Delta, step.PriorOf(line), step.ReferenceShare);
        foreach (var row in drawn)
        {
            test.Add(outcomes.Served[row], reference[row], outcomes.Lost[row]);
        }

        var coin = new Xoshiro256(((ulong)drawn[0] << 32) ^ (ulong)drawn[^1] ^ ((ulong)drawn[drawn.Length / 2] << 16)).NextDouble();
        return (test.KeepWealth ?? test.LoseWealth)!.Value * line.Delta >= coin;
    }
}
