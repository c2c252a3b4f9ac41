using System.Collections.Concurrent;
using Loadline.Core.Balancing;
using Loadline.Core.Predictors;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Chooses the candidate with the highest expected quality less λ times expected cost.</summary>
/// <remarks>
/// Between two neighbouring knobs a coin from the request's own source of chance decides, so that every point between them can be served.
/// A request unlike the training rows is left to the reference, and so is one at the knob that serves the reference alone. After a
/// failure, candidates that are expected to answer no worse than the choice stand in, best value first. With <c>warm_cache</c>, a candidate
/// that answered the conversation lately is expected to cost what its cached prompt does; where that turns the choice, the reason says so.
/// </remarks>
public sealed class PredictivePolicy : IRoutingPolicy
{
    internal const string ConfigName = "predictive";

    private readonly QualityPredictor _predictor;
    private readonly int[] _modelOf;
    private readonly KnobMix _mix;
    private readonly LiveCosts? _costs;
    private readonly TimeSpan? _warm;
    private readonly ConcurrentDictionary<string, string> _warmReasons = new(StringComparer.Ordinal);

    /// <param name="predictor">The trained predictor.</param>
    /// <param name="modelOf">Each pool candidate's position among the predictor's models; -1: it knows nothing of it, and never chooses it.</param>
    /// <param name="mix">The knob.</param>
    /// <param name="costs">Costs by today's prices; <see langword="null"/>: those of the training rows.</param>
    /// <param name="warm">How long a prompt cache holds a conversation; <see langword="null"/>: caches are not counted.</param>
    internal PredictivePolicy(QualityPredictor predictor, int[] modelOf, KnobMix mix, LiveCosts? costs = null, TimeSpan? warm = null)
    {
        _warm = warm;
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
        context.Novelty = prediction.Novelty / _predictor.Weights.NoveltyBound;
        if (prediction.Novelty > _predictor.Weights.NoveltyBound)
        {
            return;
        }

        _costs?.Apply(context.EstimatedInputTokens, prediction);
        Span<double> discounts = stackalloc double[_modelOf.Length];
        var isWarm = Discounts(context, discounts);
        var choice = Best(context, prediction, knob.Lambda, discounts, float.NegativeInfinity);
        if (choice < 0)
        {
            return;
        }

        if (isWarm)
        {
            Note(context, prediction, knob.Lambda, discounts, choice);
        }

        context.Append(choice);
        var quality = prediction.Quality[_modelOf[choice]];
        while (Best(context, prediction, knob.Lambda, discounts, quality) is var next and >= 0)
        {
            context.Append(next);
        }
    }

    /// <inheritdoc/>
    public void Answered(RoutingContext context, DeploymentSnapshot deployment, int promptTokens, TimeSpan now)
    {
        if (_warm is not null && promptTokens >= WarmDiscount.LeastTokens)
        {
            deployment.State.Warm.Remember(ConversationKey.Of(context.Facts), promptTokens, now);
        }
    }

    private bool Discounts(RoutingContext context, Span<double> discounts)
    {
        discounts.Fill(1);
        if (_warm is not { } lasts || context.EstimatedInputTokens < WarmDiscount.LeastTokens)
        {
            return false;
        }

        var key = ConversationKey.Of(context.Facts);
        var isWarm = false;
        for (var i = 0; i < discounts.Length; i++)
        {
            discounts[i] = WarmDiscount.Of(context, context.Pool[i].Candidate, key, lasts);
            isWarm |= discounts[i] < 1;
        }

        return isWarm;
    }

    // A choice that the cache turned is none that a certificate speaks of: its reason tells it apart.
    private void Note(RoutingContext context, Prediction prediction, double lambda, Span<double> discounts, int choice)
    {
        Span<double> cold = stackalloc double[discounts.Length];
        cold.Fill(1);
        if (Best(context, prediction, lambda, cold, float.NegativeInfinity) != choice)
        {
            context.Reason = _warmReasons.GetOrAdd(context.Reason, static reason => reason + " warm-cache");
        }
    }

    // The best value of those that are eligible, not yet taken and expected to reach the quality; of equals the first of the pool.
    private int Best(RoutingContext context, Prediction prediction, double lambda, ReadOnlySpan<double> discounts, float leastQuality)
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

            var value = prediction.Quality[model] - (lambda * prediction.Cost[model] * discounts[i]);
            if (value > bestValue)
            {
                best = i;
                bestValue = value;
            }
        }

        return best;
    }
}
