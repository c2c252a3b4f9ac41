using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>Turns task scores into calibrated probabilities: one factor before the softmax (temperature), fitted out of fold.</summary>
internal static class Sharpness
{
    private static readonly float[] Grid = [0.5f, 0.75f, 1, 1.5f, 2, 2.5f, 3, 4, 5, 6, 8, 10, 12, 16, 20];

    /// <summary>The factor with the least cross-entropy of the labels.</summary>
    public static float Fit(float[] outputs, TaskLabels labels, int[] rows, int models)
    {
        var tasks = labels.Names.Length;
        return tasks == 0 ? 1 : Grid.MinBy(factor => CrossEntropy(outputs, labels, rows, tasks, tasks + models, factor));
    }

    private static double CrossEntropy(float[] outputs, TaskLabels labels, int[] rows, int tasks, int width, float factor)
    {
        var loss = 0.0;
        var probabilities = new float[tasks];
        for (var i = 0; i < rows.Length; i++)
        {
            if (labels.OfRow[rows[i]] is var label and >= 0)
            {
                for (var t = 0; t < tasks; t++)
                {
                    probabilities[t] = outputs[(i * width) + t] * factor;
                }

                Activations.Softmax(probabilities);
                loss -= Math.Log(probabilities[label] + 1e-9);
            }
        }

        return loss;
    }
}
