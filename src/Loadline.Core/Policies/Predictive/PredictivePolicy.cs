using Loadline.Core.Predictors;
using Loadline.Core.Routing;

namespace Loadline.Core.Policies;

/// <summary>Chooses the candidate with the highest expected quality less λ times expected cost.</summary>
/// <remarks>
/// Between two neighbouring knobs a coin from the request's own source of chance decides, so that every point between them can be served.
/// A request unlike the training rows is left to the reference, and so is one at the knob that serves the reference alone. After a
/// failure, candidates that are expected to answer no worse than the choice stand in, best value first.
/// </remarks>
public sealed class PredictivePolicy : IRoutingPolicy
{
    internal const string ConfigName = "predictive";

    private readonly QualityPredictor _predictor;
    private readonly int[] _modelOf;
    private readonly KnobMix _mix;
    private readonly LiveCosts? _costs;

    /// <param name="predictor">The trained predictor.</param>
    /// <param name="modelOf">Each pool candidate's position among the predictor's models; -1: it knows nothing of it, and never chooses it.</param>
    /// <param name="mix">The knob.</param>
    /// <param name="costs">Costs by today's prices; <see langword="null"/>: those of the training rows.</param>
    internal PredictivePolicy(QualityPredictor predictor, int[] modelOf, KnobMix mix, LiveCosts? costs)
    {
        _predictor = predictor;
        _modelOf = modelOf;
        _mix = mix;
        _costs = costs;
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        // A knob that needs no coin takes none, so that adding it changes no other draw of the request.
        var knob = _mix.DearShare < 1 ? _mix.Draw(context.Random.NextDouble()) : _mix.Dear;
        if (knob.Lambda < 0)
        {
            return;
        }

        var prediction = context.Prediction;
        _predictor.Predict(context.Signals.Features, prediction);
        if (prediction.Novelty > _predictor.Weights.NoveltyBound)
        {
            return;
        }

        _costs?.Apply(context.EstimatedInputTokens, prediction);
        var choice = Best(context, prediction, knob.Lambda, float.NegativeInfinity);
        if (choice < 0)
        {
            return;
        }

        context.Append(choice);
        var quality = prediction.Quality[_modelOf[choice]];
        while (Best(context, prediction, knob.Lambda, quality) is var next and >= 0)
        {
            context.Append(next);
        }
    }

    // The best value of those that are eligible, not yet taken and expected to reach the quality; of equals the first of the pool.
    private int Best(RoutingContext context, Prediction prediction, double lambda, float leastQuality)
    {
        var best = -1;
        var bestValue = double.NegativeInfinity;
        for (var i = 0; i < _modelOf.Length; i++)
        {
            var model = _modelOf[i];
            if (model < 0 || !context.Pool[i].IsEligible || prediction.Quality[model] < leastQuality || context.Order.Contains(i))
            {
                continue;
            }

            var value = prediction.Quality[model] - (lambda * prediction.Cost[model]);
            if (value > bestValue)
            {
                best = i;
                bestValue = value;
            }
        }

        return best;
    }
}
