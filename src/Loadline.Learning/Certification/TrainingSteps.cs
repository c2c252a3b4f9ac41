using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Certification;

/// <summary>Every setting of a trained policy with its evidence on training rows, out of fold.</summary>
public static class TrainingSteps
{
    private const float Never = -1e6f;
    private static readonly double[] ReferenceShares = [0, 0.25, 0.5, 0.75];

    /// <summary>The settings that differ on these rows, over the models that certificates choose from.</summary>
    public static IReadOnlyList<KnobStep> Stored(TestRows rows, Scores outOfFold)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(outOfFold);
        var scores = Among(rows, outOfFold);
        var seen = new HashSet<(double, double)>();
        var steps = new List<KnobStep>();
        foreach (var lambda in rows.Matrix.HasCosts ? Scores.Lambdas : [0])
        {
            var evidence = EvidenceOf(rows, row => scores.Choose(row, lambda));
            if (seen.Add((evidence.Served, evidence.Cost)))
            {
                steps.Add(new KnobStep(lambda, evidence));
            }
        }

        return steps;
    }

    /// <summary>Each stored setting, pure and mixed with the reference.</summary>
    public static IEnumerable<PathStep> Mixed(IEnumerable<KnobStep> stored) => stored.SelectMany(step => ReferenceShares.Select(share => WithReference(
        new PolicyKnob(step.Lambda, step.Evidence.Served / step.Evidence.Reference, step.Evidence.Cost), step.Evidence, share)));

    /// <summary>The models on the hull of cost and quality, and the reference: another one would be chosen by its luck on few rows.</summary>
    public static IReadOnlyList<string> CertifiedModels(TestRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var kept = OnHull(rows);
        return [.. rows.Matrix.Models.Where((_, m) => kept[m])];
    }

    /// <summary>Scores that never choose a model off the hull.</summary>
    public static Scores Among(TestRows rows, Scores scores)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(scores);
        var kept = OnHull(rows);
        return scores with { Quality = [.. scores.Quality.Select((value, i) => kept[i % scores.Models] ? value : Never)] };
    }

    /// <summary>The training rows' prompts, as artifacts keep them.</summary>
    public static IReadOnlyList<ulong> Prompts(TestRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. rows.Rows.Select(row => (ulong)(PromptKey.Of(rows.Matrix.Rows[row]) >> 64)).Distinct().Order()];
    }

    /// <summary>The models on the hull, dearest first, each alone.</summary>
    public static IReadOnlyList<KnobStep> Singles(TestRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var points = Points(rows);
        return [.. Hull.Of(points).Points.Reverse().Select(point => points.IndexOf(point)).Select(m => new KnobStep(m, EvidenceOf(rows, _ => m)))];
    }

    /// <summary>The random mixes of neighbours on the hull of single models: what can be certified without reading a request.</summary>
    /// <param name="singles">Dearest first; λ is the model's position.</param>
    /// <param name="mixes">Steps from one model to the next.</param>
    /// <param name="reference">The reference's position.</param>
    public static IEnumerable<PathStep> OfModels(IReadOnlyList<KnobStep> singles, int mixes, int reference)
    {
        ArgumentNullException.ThrowIfNull(singles);
        static PolicyKnob Knob(KnobStep step) => new(step.Lambda, step.Evidence.Served / step.Evidence.Reference, step.Evidence.Cost);
        for (var i = 0; i < singles.Count; i++)
        {
            var (dear, cheap) = (singles[i], singles[Math.Min(i + 1, singles.Count - 1)]);
            for (var k = 0; k < (i + 1 < singles.Count ? mixes : 1); k++)
            {
                var share = 1 - (k / (double)mixes);
                yield return new PathStep(new KnobMix(Knob(dear), Knob(cheap), share), KnobEvidence.Mix(dear.Evidence, cheap.Evidence, share))
                {
                    ReferenceShare = (int)dear.Lambda == reference ? share : 0,
                };
            }
        }
    }

    /// <summary>Means over rows of what one choice of models did.</summary>
    public static KnobEvidence EvidenceOf(TestRows rows, Func<int, int> choose)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(choose);
        double served = 0, square = 0, cross = 0, reference = 0, referenceSquare = 0, lost = 0, cost = 0;
        for (var i = 0; i < rows.Rows.Length; i++)
        {
            var model = choose(i);
            var (quality, best) = (rows.Quality(i, model), rows.Quality(i, rows.Reference));
            served += quality;
            square += quality * quality;
            cross += quality * best;
            reference += best;
            referenceSquare += best * best;
            lost += QualityLine.IsLost(quality, best) ? 1 : 0;
            cost += rows.Cost(i, model);
        }

        double n = rows.Rows.Length;
        var unit = rows.MeanCost[rows.Reference];
        return new KnobEvidence(
            served / n, square / n, cross / n, reference / n, referenceSquare / n, lost / n, unit > 0 ? cost / n / unit : 1);
    }

    private static List<FrontierPoint> Points(TestRows rows) =>
        [.. Enumerable.Range(0, rows.Models).Select(m => new FrontierPoint(rows.MeanCost[m], rows.MeanQuality[m]))];

    // Without costs there is no hull: every model may be the best for some request.
    private static bool[] OnHull(TestRows rows)
    {
        var single = Points(rows);
        var corners = Hull.Of(single).Points;
        return [.. single.Select((point, m) => !rows.Matrix.HasCosts || m == rows.Reference || corners.Contains(point))];
    }

    private static PathStep WithReference(PolicyKnob knob, KnobEvidence evidence, double share) => share == 0
        ? new PathStep(new KnobMix(knob, knob, 1), evidence)
        : new PathStep(new KnobMix(new PolicyKnob(PolicyKnob.ReferenceOnly, 1, 1), knob, share), evidence.WithReference(share));
}
