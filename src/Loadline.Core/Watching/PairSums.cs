using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Core.Watching;

/// <summary>Sums over audited requests as they were served, for estimates with intervals; these describe, only the bets decide.</summary>
public sealed record PairSums
{
    public long Count { get; init; }

    public double Served { get; init; }

    public double Reference { get; init; }

    public double ServedSquares { get; init; }

    public double ReferenceSquares { get; init; }

    public double Products { get; init; }

    public long Lost { get; init; }

    /// <summary>Gets the audited requests whose both costs are known.</summary>
    public long Priced { get; init; }

    /// <summary>Gets the sum of what the reference cost more, in USD.</summary>
    public double Saved { get; init; }

    public double SavedSquares { get; init; }

    public PairSums Add(double served, double reference, decimal? servedUsd, decimal? referenceUsd)
    {
        var saved = (double)((referenceUsd - servedUsd) ?? 0);
        return this with
        {
            Count = Count + 1,
            Served = Served + served,
            Reference = Reference + reference,
            ServedSquares = ServedSquares + (served * served),
            ReferenceSquares = ReferenceSquares + (reference * reference),
            Products = Products + (served * reference),
            Lost = Lost + (QualityLine.IsLost(served, reference) ? 1 : 0),
            Priced = Priced + (servedUsd is null || referenceUsd is null ? 0 : 1),
            Saved = Saved + saved,
            SavedSquares = SavedSquares + (saved * saved),
        };
    }

    /// <summary>The share of the reference's quality that was kept, with its interval by the delta method.</summary>
    /// <param name="confidence">Of the two-sided interval.</param>
    public Estimate? Kept(double confidence)
    {
        if (Count < 2 || Reference <= 0)
        {
            return null;
        }

        var ratio = Served / Reference;
        var squares = ServedSquares - (2 * ratio * Products) + (ratio * ratio * ReferenceSquares);
        var error = Math.Sqrt(Math.Max(0, squares) / Count / Count) / (Reference / Count);
        return Estimate.Around(ratio, error * Width(confidence));
    }

    /// <summary>The share of requests that were lost, with its interval (Clopper and Pearson 1934).</summary>
    public Estimate? LostShare(double confidence)
    {
        if (Count == 0)
        {
            return null;
        }

        var (lost, count, side) = ((int)Lost, (int)Count, (1 - confidence) / 2);
        return new Estimate((double)Lost / Count, Binomial.LowerBound(lost, count, side), Binomial.UpperBound(lost, count, side));
    }

    /// <summary>What one request saved, in USD, audits not counted.</summary>
    public Estimate? SavedEach(double confidence)
    {
        if (Priced < 2)
        {
            return null;
        }

        var mean = Saved / Priced;
        return Estimate.Around(mean, Math.Sqrt(Math.Max(0, (SavedSquares / Priced) - (mean * mean)) / Priced) * Width(confidence));
    }

    private static double Width(double confidence) => Normal.Quantile((1 + confidence) / 2);
}
