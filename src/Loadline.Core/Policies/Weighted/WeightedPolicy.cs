using Loadline.Core.Routing;

namespace Loadline.Core.Policies;

/// <summary>Draws a candidate at random by weight, from those that are eligible.</summary>
/// <remarks>
/// After a failure the other weighted candidates stand in, heaviest first: whoever splits traffic by weight has called them equals.
/// A candidate of the pool without a weight is never used. The draw comes from the request's own source of chance.
/// </remarks>
internal sealed class WeightedPolicy : IRoutingPolicy
{
    internal const string ConfigName = "weighted";

    private readonly int[] _indexes;
    private readonly double[] _weights;

    /// <param name="indexes">Positions in the pool, heaviest first.</param>
    /// <param name="weights">Their weights.</param>
    internal WeightedPolicy(int[] indexes, double[] weights)
    {
        _indexes = indexes;
        _weights = weights;
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        if (_indexes.Length > 0)
        {
            context.Append(Draw(context));
        }

        foreach (var index in _indexes)
        {
            context.Append(index);
        }
    }

    // Returns the drawn candidate; an excluded one where all are, which appending passes over.
    private int Draw(RoutingContext context)
    {
        var pool = context.Pool;
        var total = 0.0;
        for (var i = 0; i < _indexes.Length; i++)
        {
            total += pool[_indexes[i]].IsEligible ? _weights[i] : 0;
        }

        var left = context.Random.NextDouble() * total;
        var drawn = _indexes[0];
        var weight = 0.0;
        for (var i = 0; i < _indexes.Length && left >= 0; i++)
        {
            if (pool[_indexes[i]].IsEligible)
            {
                drawn = _indexes[i];
                weight = _weights[i];
                left -= weight;
            }
        }

        if (total > 0)
        {
            context.Propensity = weight / total;
        }

        return drawn;
    }
}
