using Loadline.Core.Catalog;
using Loadline.Core.Predictors;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Expected costs by today's prices, in the unit of trained ones: the mean cost of a reference call on the training rows.</summary>
internal sealed class LiveCosts
{
    private readonly ModelPrice[] _prices;
    private readonly int[] _modelOf;
    private readonly double _unit;

    private LiveCosts(ModelPrice[] prices, int[] modelOf, double unit)
    {
        _prices = prices;
        _modelOf = modelOf;
        _unit = unit;
    }

    /// <summary>Takes the prices of the pool.</summary>
    /// <returns><see langword="null"/> where one of them or the reference's is not known: costs of two kinds cannot be compared.</returns>
    public static LiveCosts? Of(CandidateSet candidates, PolicyArtifact artifact)
    {
        var pool = candidates.All[..candidates.PoolCount];
        var lengths = artifact.Weights.Lengths;
        var reference = Array.Find(candidates.All, candidate => candidate.Name == artifact.Reference)?.Price;
        if (reference is null || !lengths.AreKnown || Array.Exists(pool, candidate => candidate.Price is null))
        {
            return null;
        }

        var output = lengths.Means[Array.IndexOf(artifact.Weights.Models, artifact.Reference)];
        var unit = reference.Estimate((int)lengths.MeanInputTokens, (int)output);
        return unit > 0
            ? new LiveCosts(
                [.. pool.Select(candidate => candidate.Price!)],
                [.. pool.Select(candidate => Array.IndexOf(artifact.Weights.Models, candidate.Name))],
                unit)
            : null;
    }

    /// <summary>Overwrites expected costs.</summary>
    /// <param name="inputTokens">The request's prompt tokens.</param>
    /// <param name="prediction">With expected output lengths.</param>
    public void Apply(int inputTokens, Prediction prediction)
    {
        for (var i = 0; i < _prices.Length; i++)
        {
            var model = _modelOf[i];
            if (model >= 0)
            {
                prediction.Cost[model] = (float)(_prices[i].Estimate(inputTokens, (int)prediction.OutputTokens[model]) / _unit);
            }
        }
    }
}
