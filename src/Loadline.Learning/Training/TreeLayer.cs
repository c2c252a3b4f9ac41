using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>Trees for serving, and what trees that never saw a row's fold say of it.</summary>
/// <param name="Trees">Fitted on all rows.</param>
/// <param name="Start">Each model's mean, which the trees add to.</param>
/// <param name="OutOfFold">Expected qualities out of fold, row by row.</param>
internal sealed record TreeLayer(TreeEnsemble Trees, float[] Start, float[] OutOfFold)
{
    public static TreeLayer Fit(StackRows inputs, float[] targets, int models, int[] foldOf, int folds, int seed)
    {
        var bins = TreeBins.Of(inputs);
        var outOfFold = new float[targets.Length];
        (TreeEnsemble Trees, float[] Start) all = (TreeEnsemble.None, []);

        // The last one is for serving, on all rows.
        Parallel.For(0, folds + 1, TrainingThreads.Options, fold =>
        {
            int[] rows = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] != fold)];
            var fitted = TreeTrainer.Fit(bins, targets, models, rows, seed);
            if (fold == folds)
            {
                all = fitted;
                return;
            }

            for (var i = 0; i < foldOf.Length; i++)
            {
                if (foldOf[i] == fold)
                {
                    var to = outOfFold.AsSpan(i * models, models);
                    fitted.Start.CopyTo(to);
                    fitted.Trees.AddTo(inputs.Row(i), to);
                }
            }
        });
        return new TreeLayer(all.Trees, all.Start, outOfFold);
    }
}
