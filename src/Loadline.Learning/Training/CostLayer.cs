namespace Loadline.Learning.Training;

/// <summary>The second layer of costs, relative to the reference's mean cost.</summary>
/// <param name="Layer">The weights.</param>
/// <param name="Least">The least cost ever predicted, per model: a tenth of its mean, since a linear model may go below nothing.</param>
internal sealed record CostLayer(StackLayer Layer, float[] Least);
