using System.Collections.Concurrent;
using System.Globalization;
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
public sealed class PredictivePolicy : IAskingPolicy
{
    internal const string ConfigName = "predictive";

    private const int ReferenceAlone = 1;
    private const int Novel = 2;

    private readonly QualityPredictor _predictor;
    private readonly int[] _modelOf;
    private readonly KnobMix _mix;
    private readonly LiveCosts? _costs;
    private readonly TimeSpan? _warm;
    private readonly PredictiveEmbeddings? _embeddings;
    private readonly ConcurrentDictionary<string, string> _warmReasons = new(StringComparer.Ordinal);

    /// <param name="predictor">The trained predictor.</param>
    /// <param name="modelOf">Each pool candidate's position among the predictor's models; -1: it knows nothing of it, and never chooses it.</param>
    /// <param name="mix">The knob.</param>
    /// <param name="costs">Costs by today's prices; <see langword="null"/>: those of the training rows.</param>
    /// <param name="warm">How long a prompt cache holds a conversation; <see langword="null"/>: caches are not counted.</param>
    /// <param name="embeddings">Where messages' embeddings come from; <see langword="null"/>: words are all there is.</param>
    internal PredictivePolicy(
        QualityPredictor predictor, int[] modelOf, KnobMix mix, LiveCosts? costs = null, TimeSpan? warm = null, PredictiveEmbeddings? embeddings = null)
    {
        _embeddings = embeddings;
        _warm = warm;
        _predictor = predictor;
        _modelOf = modelOf;
        _mix = mix;
        _costs = costs;
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <summary>Gets where it has messages embedded; <see langword="null"/>: nowhere.</summary>
    public PredictiveEmbeddings? Embeddings => _embeddings;

    // Nothing is asked that could not change the choice: not where one candidate is left, nor where the reference serves anyhow.
    /// <inheritdoc/>
    public bool MustAsk(RoutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_embeddings is not { } embeddings || !context.CanAsk || Find(context) is not null || !HasChoice(context)
            || embeddings.Mix is { Dear.Lambda: < 0, DearShare: >= 1 } || context.Facts.Text().LastUser.IsEmpty)
        {
            return false;
        }

        _predictor.Predict(context.Signals.Features, context.Prediction);
        return context.Prediction.Novelty <= _predictor.Weights.NoveltyBound;
    }

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        EmbeddingAnswer? answer = _embeddings is null ? null : Find(context) ?? new EmbeddingAnswer(EmbeddingOutcome.NotAsked, null);
        var mix = answer?.Vector is null ? _mix : _embeddings!.Mix;
        var note = new PolicyNote { Case = answer is { } known ? 1 + (int)known.Outcome : 0 };
        context.Note = note;

        // A knob that needs no coin takes none, so that adding it changes no other draw of the request.
        var isMixed = mix.DearShare < 1;
        var isDear = !isMixed || context.Random.NextDouble() < mix.DearShare;
        var (knob, other) = isDear ? (mix.Dear, mix.Cheap) : (mix.Cheap, mix.Dear);
        if (knob.Lambda < 0 && (!isMixed || other.Lambda < 0))
        {
            context.Note = note with { Index = ReferenceAlone };
            return;
        }

        var prediction = context.Prediction;
        _predictor.Predict(context.Signals.Features, prediction);
        context.Novelty = prediction.Novelty / _predictor.Weights.NoveltyBound;
        if (prediction.Novelty > _predictor.Weights.NoveltyBound)
        {
            context.Note = note with { Index = Novel, First = context.Novelty.Value };
            return;
        }

        if (answer?.Vector is { } embedding)
        {
            _embeddings!.Head.AddTo(embedding, prediction.Quality);
        }

        _costs?.Apply(context.EstimatedInputTokens, prediction);
        Span<double> discounts = stackalloc double[_modelOf.Length];
        var isWarm = Discounts(context, discounts);
        TakeDown(context, prediction, discounts);
        var choice = At(context, prediction, knob, discounts);
        if (isMixed)
        {
            var isCertain = Served(context, choice) == Served(context, At(context, prediction, other, discounts));
            context.Propensity = isCertain ? 1 : isDear ? mix.DearShare : 1 - mix.DearShare;
        }

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

    // Nothing appended is the reference's.
    private static int Served(RoutingContext context, int choice) => choice >= 0 ? choice : context.Candidates.ReferenceIndex;

    private int At(RoutingContext context, Prediction prediction, in PolicyKnob knob, ReadOnlySpan<double> discounts) =>
        knob.Lambda < 0 ? -1 : Best(context, prediction, knob.Lambda, discounts, float.NegativeInfinity);

    // What each was weighed by, for the record: they outlive the pooled prediction.
    private void TakeDown(RoutingContext context, Prediction prediction, ReadOnlySpan<double> discounts)
    {
        for (var i = 0; i < _modelOf.Length; i++)
        {
            if (_modelOf[i] is var model and >= 0)
            {
                context.Pool[i].PredictedQuality = prediction.Quality[model];
                context.Pool[i].PredictedCost = (float)(prediction.Cost[model] * discounts[i]);
            }
        }
    }

    /// <inheritdoc/>
    public string? Explain(in PolicyNote note, CandidateSet candidates)
    {
        var asked = Asked(note);
        var left = note.Index switch
        {
            ReferenceAlone => "its setting leaves everything to the reference",
            Novel => string.Create(CultureInfo.InvariantCulture, $"unlike the rows it was trained on ({note.First:0.00} of the bound), so the reference serves"),
            _ => null,
        };
        return asked is null ? left : left is null ? asked : left + "; " + asked;
    }

    private static string? Asked(in PolicyNote note) => (EmbeddingOutcome)(note.Case - 1) switch
    {
        _ when note.Case == 0 => null,
        EmbeddingOutcome.Answered => "with the message's embedding",
        EmbeddingOutcome.FromCache => "with the message's embedding, asked for before",
        EmbeddingOutcome.TimedOut => "by its words alone: the embedding took too long",
        EmbeddingOutcome.Failed => "by its words alone: the embedding model could not be reached",
        EmbeddingOutcome.BadAnswer => "by its words alone: the embedding model's answer was no vector that the artifact takes",
        EmbeddingOutcome.Resting => "by its words alone: the embedding model failed too often and is left alone for a while",
        EmbeddingOutcome.OverBudget => "by its words alone: the day's budget for embeddings is spent",
        _ => "by its words alone: no embedding was asked for",
    };

    private EmbeddingAnswer? Find(RoutingContext context)
    {
        foreach (var (policy, answer) in context.Embeddings)
        {
            if (ReferenceEquals(policy, this))
            {
                return answer;
            }
        }

        return null;
    }

    private bool HasChoice(RoutingContext context)
    {
        var eligible = 0;
        for (var i = 0; i < _modelOf.Length; i++)
        {
            eligible += _modelOf[i] >= 0 && context.Pool[i].IsEligible ? 1 : 0;
        }

        return eligible > 1;
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
