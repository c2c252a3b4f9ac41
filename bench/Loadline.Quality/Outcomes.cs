using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Evaluation;

namespace Loadline.Quality;

/// <summary>Outcomes of settings on some rows, and of each setting on all of them.</summary>
internal static class Outcomes
{
    public static float[] Reference(TestRows rows, int[] at) => [.. at.Select(i => (float)rows.Quality(i, rows.Reference))];

    public static double ReferenceCost(TestRows rows, int[] at) => at.Average(i => rows.Cost(i, rows.Reference));

    public static StepOutcomes Of(Split split, PathStep step, int[] at) => Of(split.Rest, step.Mix!.Value, split.Choose, at);

    public static StepOutcomes OfZero(Split split, PathStep step, int[] at) => Of(split.Rest, step.Mix!.Value, (_, knob) => (int)knob.Lambda, at);

    private static StepOutcomes Of(TestRows rows, KnobMix mix, Func<int, PolicyKnob, int> choose, int[] at)
    {
        var outcomes = new StepOutcomes(new float[at.Length], new float[at.Length], new double[at.Length]);
        for (var i = 0; i < at.Length; i++)
        {
            var best = rows.Quality(at[i], rows.Reference);
            Add(rows, outcomes, i, at[i], choose(at[i], mix.Dear), mix.DearShare, best);
            if (mix.DearShare < 1)
            {
                Add(rows, outcomes, i, at[i], choose(at[i], mix.Cheap), 1 - mix.DearShare, best);
            }
        }

        return outcomes;
    }

    private static void Add(TestRows rows, StepOutcomes to, int i, int row, int model, double share, double best)
    {
        var quality = rows.Quality(row, model);
        to.Served[i] += (float)(share * quality);
        to.Lost[i] += QualityLine.IsLost(quality, best) ? (float)share : 0;
        to.Cost[i] += share * rows.Cost(row, model);
    }
}
