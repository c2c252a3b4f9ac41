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

    /// <summary>The random mixes of single models that no other mix beats: what can be certified without reading a request.</summary>
    /// <remarks>λ of a step is its model's position, and the mix is between two positions: only certification and reports read these.</remarks>
    public static IReadOnlyList<PathStep> OfModels(TestRows rows, int mixes)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var single = Singles(rows);
        var corners = Hull.Of(single).Points.Reverse().Select(point => single.IndexOf(point)).ToList();
        var steps = new List<PathStep>();
        for (var i = 0; i + 1 < corners.Count; i++)
        {
            for (var k = 0; k < mixes; k++)
            {
                var share = 1 - (k / (double)mixes);
                steps.Add(Mixed(rows, corners[i], corners[i + 1], share));
            }
        }

        steps.Add(Mixed(rows, corners[^1], corners[^1], 1));
        return steps;
    }

    /// <summary>Means over rows of what one choice of models did.</summary>
    public static KnobEvidence EvidenceOf(TestRows rows, Func<int, int> choose) => EvidenceOf(rows, choose, choose, 1);

    private static List<FrontierPoint> Singles(TestRows rows) =>
        [.. Enumerable.Range(0, rows.Models).Select(m => new FrontierPoint(rows.MeanCost[m], rows.MeanQuality[m]))];

    // Without costs there is no hull: every model may be the best for some request.
    private static bool[] OnHull(TestRows rows)
    {
        var single = Singles(rows);
        var corners = Hull.Of(single).Points;
        return [.. single.Select((point, m) => !rows.Matrix.HasCosts || m == rows.Reference || corners.Contains(point))];
    }

    private static PathStep WithReference(PolicyKnob knob, KnobEvidence evidence, double share) => share == 0
        ? new PathStep(new KnobMix(knob, knob, 1), evidence)
        : new PathStep(new KnobMix(new PolicyKnob(PolicyKnob.ReferenceOnly, 1, 1), knob, share), evidence.WithReference(share));

    private static PathStep Mixed(TestRows rows, int dear, int cheap, double share) => new(
        new KnobMix(new PolicyKnob(dear, 0, 0), new PolicyKnob(cheap, 0, 0), share),
        EvidenceOf(rows, _ => dear, _ => cheap, share));

    private static KnobEvidence EvidenceOf(TestRows rows, Func<int, int> dear, Func<int, int> cheap, double dearShare)
    {
        double served = 0, square = 0, cross = 0, reference = 0, referenceSquare = 0, lost = 0, cost = 0;
        for (var i = 0; i < rows.Rows.Length; i++)
        {
            var (a, b) = (dear(i), cheap(i));
            var quality = (dearShare * rows.Quality(i, a)) + ((1 - dearShare) * rows.Quality(i, b));
            var best = rows.Quality(i, rows.Reference);
            served += quality;
            square += quality * quality;
            cross += quality * best;
            reference += best;
            referenceSquare += best * best;
            lost += (QualityLine.IsLost(rows.Quality(i, a), best) ? dearShare : 0) + (QualityLine.IsLost(rows.Quality(i, b), best) ? 1 - dearShare : 0);
            cost += (dearShare * rows.Cost(i, a)) + ((1 - dearShare) * rows.Cost(i, b));
        }

        double n = rows.Rows.Length;
        var unit = rows.MeanCost[rows.Reference];
        return new KnobEvidence(
            served / n, square / n, cross / n, reference / n, referenceSquare / n, lost / n, unit > 0 ? cost / n / unit : 1);
    }
}
