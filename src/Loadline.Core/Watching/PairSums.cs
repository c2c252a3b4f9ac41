using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Core.Watching;

/// <summary>Sums over audited requests as they were served, for estimates with intervals; these describe, only the bets decide.</summary>
/// <remarks>
/// Each request has a weight w in (0,1] that makes up for how likely it was to be audited; sums are of wx, squares of (wx)². What weights fall
/// short of 1 is kept beside, so that sums without strata, and those from before there were any, have nothing there.
/// </remarks>
public sealed record PairSums
{
    /// <summary>Gets the number of requests.</summary>
    public long Count { get; init; }

    /// <summary>Gets Σ w · quality served.</summary>
    public double Served { get; init; }

    /// <summary>Gets Σ w · the reference's quality.</summary>
    public double Reference { get; init; }

    /// <summary>Gets Σ (w · quality served)².</summary>
    public double ServedSquares { get; init; }

    /// <summary>Gets Σ (w · the reference's quality)².</summary>
    public double ReferenceSquares { get; init; }

    /// <summary>Gets Σ w² · quality served · the reference's quality.</summary>
    public double Products { get; init; }

    /// <summary>Gets the requests that the reference had right and were served worse, not weighted.</summary>
    public long Lost { get; init; }

    /// <summary>Gets by how much the weights of those lost fall short of their number.</summary>
    public double LostMissing { get; init; }

    /// <summary>Gets by how much weights fall short of the number of requests.</summary>
    public double Missing { get; init; }

    /// <summary>Gets the same of squared weights.</summary>
    public double MissingSquares { get; init; }

    /// <summary>Gets the audited requests whose both costs are known.</summary>
    public long Priced { get; init; }

    /// <summary>Gets the sum of what the reference cost more, in USD.</summary>
    public double Saved { get; init; }

    /// <summary>Gets Σ (w · what was saved)², in USD².</summary>
    public double SavedSquares { get; init; }

    /// <summary>Gets by how much the sum of w² times what was saved falls short of <see cref="Saved"/>.</summary>
    public double SavedMissing { get; init; }

    /// <summary>Gets by how much the weights of the priced requests fall short of their number.</summary>
    public double PricedMissing { get; init; }

    /// <summary>Gets the same of their squared weights.</summary>
    public double PricedMissingSquares { get; init; }

    /// <summary>The sums with one more request; <paramref name="weight"/> in (0,1].</summary>
    public PairSums Add(double served, double reference, decimal? servedUsd, decimal? referenceUsd, double weight = 1)
    {
        var isPriced = servedUsd is not null && referenceUsd is not null;
        var saved = isPriced ? (double)(referenceUsd - servedUsd)! : 0;
        var isLost = QualityLine.IsLost(served, reference);
        var square = weight * weight;
        return this with
        {
            Count = Count + 1,
            Missing = Missing + 1 - weight,
            MissingSquares = MissingSquares + 1 - square,
            Served = Served + (weight * served),
            Reference = Reference + (weight * reference),
            ServedSquares = ServedSquares + (square * served * served),
            ReferenceSquares = ReferenceSquares + (square * reference * reference),
            Products = Products + (square * served * reference),
            Lost = Lost + (isLost ? 1 : 0),
            LostMissing = LostMissing + (isLost ? 1 - weight : 0),
            Priced = Priced + (isPriced ? 1 : 0),
            PricedMissing = PricedMissing + (isPriced ? 1 - weight : 0),
            PricedMissingSquares = PricedMissingSquares + (isPriced ? 1 - square : 0),
            Saved = Saved + (weight * saved),
            SavedMissing = SavedMissing + ((weight - square) * saved),
            SavedSquares = SavedSquares + (square * saved * saved),
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
        var error = Math.Sqrt(Math.Max(0, squares)) / Reference;
        return Estimate.Around(ratio, error * Width(confidence));
    }

    /// <summary>The share of requests that were lost, with its interval (Clopper and Pearson 1934; with weights, of as many requests as they are worth: Kish 1965).</summary>
    public Estimate? LostShare(double confidence)
    {
        if (Count == 0)
        {
            return null;
        }

        var weight = Count - Missing;
        var share = (Lost - LostMissing) / weight;
        var worth = weight * weight / (Count - MissingSquares);
        var (lost, count, side) = ((int)Math.Round(share * worth), (int)Math.Round(worth), (1 - confidence) / 2);
        return new Estimate(share, Binomial.LowerBound(lost, count, side), Binomial.UpperBound(lost, count, side));
    }

    /// <summary>What one request saved, in USD, audits not counted.</summary>
    public Estimate? SavedEach(double confidence)
    {
        if (Priced < 2)
        {
            return null;
        }

        var weight = Priced - PricedMissing;
        var mean = Saved / weight;
        var squares = SavedSquares - (2 * mean * (Saved - SavedMissing)) + (mean * mean * (Priced - PricedMissingSquares));
        return Estimate.Around(mean, Math.Sqrt(Math.Max(0, squares)) / weight * Width(confidence));
    }

    private static double Width(double confidence) => Normal.Quantile((1 + confidence) / 2);
}
