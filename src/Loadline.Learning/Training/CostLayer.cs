namespace Loadline.Learning.Training;

/// <summary>The second layer of costs, relative to the reference's mean cost.</summary>
/// <param name="Layer">The weights.</param>
/// <param name="Least">The least cost ever predicted, per model: a tenth of its mean, since a linear model may go below nothing.</param>
internal sealed record CostLayer(StackLayer Layer, float[] Least)
{
    /// <summary>Expected costs out of fold, row by row.</summary>
    public float[] OutOfFold(StackRows inputs, int[] foldOf)
    {
        var models = Least.Length;
        var costs = new float[inputs.Count * models];
        for (var i = 0; i < inputs.Count; i++)
        {
            var row = costs.AsSpan(i * models, models);
            StackLayer.Predict(Layer.FoldWeights[foldOf[i]], inputs.Row(i), row);
            for (var m = 0; m < models; m++)
            {
                row[m] = MathF.Max(row[m], Least[m]);
            }
        }

        return costs;
    }
}
