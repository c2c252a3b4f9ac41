using Loadline.Core.Predictors;
using Loadline.Core.Semantics;

namespace Loadline.Learning.Semantics;

/// <summary>Fits each route's threshold from its examples alone.</summary>
/// <remarks>
/// Every example is scored by an index that was built without it (five folds). A route's threshold is its examples' mean score, drawn towards
/// that of all routes where they are few, less so many pooled standard deviations that the wanted share of all examples is accepted. Where
/// there are examples of what is none of the routes, the number of deviations is instead the one that tells most of both kinds apart.
/// </remarks>
public static class SemanticTrainer
{
    private const int Folds = 5;

    // A route's own mean counts as much as this many examples of all routes.
    private const double Shrinkage = 3;

    /// <summary>Fits thresholds.</summary>
    /// <param name="routes">Routes with at least two examples each; thresholds they have are replaced.</param>
    /// <param name="others">Texts that belong to none of the routes; may be empty.</param>
    /// <param name="keep">The share of examples to be accepted where there are no others, in (0,1).</param>
    public static SemanticTraining Train(IReadOnlyList<SemanticExamples> routes, IReadOnlyList<string> others, double keep)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(others);
        var own = CrossFit(routes, out var right);
        var centres = Centres(own);
        var deviation = Math.Sqrt(own.SelectMany((scores, r) => scores.Select(score => Math.Pow(score - centres[r], 2))).DefaultIfEmpty().Average());
        var full = SemanticIndex.Build([.. routes.Select(route => route.Texts)]);
        var strangers = others.Select(text => Find(full, text)).ToList();
        var deviations = strangers.Count == 0 ? ForShare(own, centres, deviation, keep) : ForBoth(own, strangers, centres, deviation);
        var fitted = routes.Select((route, r) => route with { Threshold = Math.Clamp(centres[r] - (deviations * deviation), 0, 1) }).ToList();
        var accepted = own.Select((scores, r) => scores.Count(score => score >= fitted[r].Threshold)).Sum();
        return new SemanticTraining(
            new SemanticArtifact(fitted),
            own.Sum(scores => scores.Count),
            right,
            accepted,
            strangers.Count,
            strangers.Count(match => match.Route < 0 || match.Score < fitted[match.Route].Threshold));
    }

    private static List<List<double>> CrossFit(IReadOnlyList<SemanticExamples> routes, out int right)
    {
        var scores = routes.Select(_ => new List<double>()).ToList();
        right = 0;
        var all = new float[routes.Count];
        var features = new FeatureVector();
        for (var fold = 0; fold < Folds; fold++)
        {
            var held = fold;
            var index = SemanticIndex.Build([.. routes.Select(route => (IReadOnlyList<string>)Without(route.Texts, held))]);
            for (var r = 0; r < routes.Count; r++)
            {
                for (var i = held; i < routes[r].Texts.Count && routes[r].Texts.Count > 1; i += Folds)
                {
                    SemanticIndex.Extract(routes[r].Texts[i], features);
                    index.Score(features, all);
                    scores[r].Add(all[r]);
                    right += index.Find(features).Route == r ? 1 : 0;
                }
            }
        }

        return scores;
    }

    // A route keeps at least one example in every fold.
    private static List<string> Without(IReadOnlyList<string> texts, int fold)
    {
        var kept = texts.Where((_, i) => i % Folds != fold).ToList();
        return kept.Count == 0 ? [texts[0]] : kept;
    }

    private static double[] Centres(List<List<double>> own)
    {
        var mean = own.SelectMany(scores => scores).DefaultIfEmpty().Average();
        return [.. own.Select(scores => (scores.Sum() + (Shrinkage * mean)) / (scores.Count + Shrinkage))];
    }

    private static SemanticMatch Find(SemanticIndex index, string text)
    {
        var features = new FeatureVector();
        SemanticIndex.Extract(text, features);
        return index.Find(features);
    }

    private static double ForShare(List<List<double>> own, double[] centres, double deviation, double keep)
    {
        var depths = own.SelectMany((scores, r) => scores.Select(score => (centres[r] - score) / Math.Max(1e-9, deviation))).Order().ToList();
        return depths.Count == 0 ? 0 : depths[Math.Min(depths.Count - 1, (int)Math.Ceiling(keep * depths.Count) - 1)];
    }

    private static double ForBoth(List<List<double>> own, List<SemanticMatch> strangers, double[] centres, double deviation)
    {
        var best = (Deviations: 0.0, Value: double.NegativeInfinity);
        for (var step = -10; step <= 40; step++)
        {
            var deviations = step / 10.0;
            var accepted = own.SelectMany((scores, r) => scores.Select(score => score >= centres[r] - (deviations * deviation) ? 1.0 : 0)).Average();
            var refused = strangers.Average(match => match.Route < 0 || match.Score < centres[match.Route] - (deviations * deviation) ? 1.0 : 0);
            best = accepted + refused > best.Value ? (deviations, accepted + refused) : best;
        }

        return best.Deviations;
    }
}
