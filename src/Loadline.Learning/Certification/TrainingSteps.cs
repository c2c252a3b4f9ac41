using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Certification;

/// <summary>Every setting of a trained policy with its evidence on training rows, out of fold.</summary>
public static class TrainingSteps
{
    private static readonly double[] ReferenceShares = [0, 0.25, 0.5, 0.75];

    /// <summary>The settings that differ on these rows, each pure and mixed with the reference.</summary>
    public static IReadOnlyList<PathStep> Of(TestRows rows, Scores outOfFold)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(outOfFold);
        var seen = new HashSet<(double, double)>();
        var steps = new List<PathStep>();
        foreach (var lambda in Scores.Lambdas)
        {
            var evidence = EvidenceOf(rows, row => outOfFold.Choose(row, lambda));
            if (seen.Add((evidence.Served, evidence.Cost)))
            {
                steps.AddRange(ReferenceShares.Select(share => WithReference(new PolicyKnob(lambda, evidence.Served / evidence.Reference, evidence.Cost), evidence, share)));
            }
        }

        return steps;
    }

    /// <summary>The random mixes of single models that no other mix beats: what can be certified without reading a request.</summary>
    /// <remarks>λ of a step is its model's position, and the mix is between two positions: only certification and reports read these.</remarks>
    public static IReadOnlyList<PathStep> OfModels(TestRows rows, int mixes)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var single = Enumerable.Range(0, rows.Models).Select(m => new FrontierPoint(rows.MeanCost[m], rows.MeanQuality[m])).ToList();
        single[rows.Reference] = new FrontierPoint(rows.MeanCost[rows.Reference], rows.MeanQuality[rows.Reference]);
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
