using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Tables;

namespace Loadline.Learning.Design;

/// <summary>What a proposal came to on rows that nothing of it was fitted or chosen on.</summary>
/// <param name="Keep">Quality over the reference's, with its 95 % interval.</param>
/// <param name="Cost">Cost over the reference's, with its 95 % interval.</param>
/// <param name="Lost">The share of requests that were lost.</param>
/// <param name="Quality">Mean quality.</param>
/// <param name="CostPerRequest">Mean cost in the table's unit.</param>
public sealed record DesignScore(MeanInterval Keep, MeanInterval Cost, double Lost, double Quality, double CostPerRequest)
{
    // A fresh sample of the same size errs as much as this one did, by itself: variances add.
    private static readonly double TwoSamples = Math.Sqrt(2);

    /// <summary>Gets where 95 of 100 fresh tables of as many rows have the cost over the reference's: what a replay is to be checked by.</summary>
    public MeanInterval FreshCost => Wider(Cost);

    /// <summary>Gets the same for quality over the reference's.</summary>
    public MeanInterval FreshKeep => Wider(Keep);

    internal static DesignScore Of(StepOutcomes outcomes, CertifyingRows rows)
    {
        var referenceCost = rows.Of(_ => rows.ReferenceName).Cost;
        double[] served = [.. outcomes.Served.Select(value => (double)value)];
        return new DesignScore(
            Ratio(served, [.. rows.Reference.Select(value => (double)value)]),
            Ratio(outcomes.Cost, referenceCost),
            outcomes.Lost.Average(),
            served.Average(),
            outcomes.Cost.Average());
    }

    // A ratio of two means over the same rows: its error is that of the mean of one less ratio times the other (the delta method).
    private static MeanInterval Ratio(double[] of, double[] over)
    {
        var (top, bottom) = (of.Average(), over.Average());
        if (!(bottom > 0))
        {
            return new MeanInterval(1, 1, 1);
        }

        var mean = new RunningMean();
        for (var i = 0; i < of.Length; i++)
        {
            mean.Add((top / bottom) + ((of[i] - (top / bottom * over[i])) / bottom));
        }

        return mean.ToInterval(isShare: false)!;
    }

    private static MeanInterval Wider(MeanInterval of) =>
        new(of.Mean, Math.Max(0, of.Mean - (TwoSamples * (of.Mean - of.Low))), of.Mean + (TwoSamples * (of.High - of.Mean)));
}
