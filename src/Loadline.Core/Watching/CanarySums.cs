using Loadline.Core.Statistics;

namespace Loadline.Core.Watching;

/// <summary>Sums over sessions, for ratios with intervals whose unit is the session.</summary>
/// <remarks>The variance of a ratio ΣA/ΣB is Σ(A − rB)² / (ΣB)² over sessions: linearised, with no model of what happens within one.</remarks>
public sealed record CanarySums
{
    /// <summary>Gets the sessions.</summary>
    public long Sessions { get; init; }

    /// <summary>Gets the sum of the choice's grades.</summary>
    public double Served { get; init; }

    /// <summary>Gets the sum of the reference's grades.</summary>
    public double Reference { get; init; }

    /// <summary>Gets the sum over sessions of their squared sums of the choice's grades.</summary>
    public double ServedSquares { get; init; }

    /// <summary>Gets the same of the reference's.</summary>
    public double ReferenceSquares { get; init; }

    /// <summary>Gets the sum over sessions of the products of both.</summary>
    public double Products { get; init; }

    /// <summary>Gets the weight of requests where choice and reference are two models.</summary>
    public double Pairs { get; init; }

    /// <summary>Gets by how much the choice's grades are better there.</summary>
    public double Difference { get; init; }

    /// <summary>Gets the sum over sessions of squared <see cref="Pairs"/>.</summary>
    public double PairSquares { get; init; }

    /// <summary>Gets the same of <see cref="Difference"/>.</summary>
    public double DifferenceSquares { get; init; }

    /// <summary>Gets the sum over sessions of the products of both.</summary>
    public double PairProducts { get; init; }

    /// <summary>Gets the sum of the weights of all audits.</summary>
    public double Weight { get; init; }

    /// <summary>Gets the same of those that were lost.</summary>
    public double Lost { get; init; }

    /// <summary>Gets the sum over sessions of squared <see cref="Weight"/>.</summary>
    public double WeightSquares { get; init; }

    /// <summary>Gets the same of <see cref="Lost"/>.</summary>
    public double LostSquares { get; init; }

    /// <summary>Gets the sum over sessions of the products of both.</summary>
    public double LostProducts { get; init; }

    /// <summary>Adds a session.</summary>
    /// <param name="session">What it sums up to.</param>
    public CanarySums Add(CanarySession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new CanarySums
        {
            Sessions = Sessions + 1,
            Served = Served + session.Served,
            Reference = Reference + session.Reference,
            ServedSquares = ServedSquares + (session.Served * session.Served),
            ReferenceSquares = ReferenceSquares + (session.Reference * session.Reference),
            Products = Products + (session.Served * session.Reference),
            Pairs = Pairs + session.Pairs,
            Difference = Difference + session.Difference,
            PairSquares = PairSquares + (session.Pairs * session.Pairs),
            DifferenceSquares = DifferenceSquares + (session.Difference * session.Difference),
            PairProducts = PairProducts + (session.Pairs * session.Difference),
            Weight = Weight + session.Weight,
            Lost = Lost + session.Lost,
            WeightSquares = WeightSquares + (session.Weight * session.Weight),
            LostSquares = LostSquares + (session.Lost * session.Lost),
            LostProducts = LostProducts + (session.Lost * session.Weight),
        };
    }

    /// <summary>The choice's quality over the reference's.</summary>
    /// <param name="confidence">Of the two-sided interval.</param>
    public Estimate? Kept(double confidence) => Ratio(Served, Reference, ServedSquares, Products, ReferenceSquares, confidence);

    /// <summary>How much better the choice's grade is than the reference's, over requests where both are not the same model.</summary>
    /// <param name="confidence">Of the two-sided interval.</param>
    public Estimate? DifferenceEach(double confidence) => Ratio(Difference, Pairs, DifferenceSquares, PairProducts, PairSquares, confidence);

    /// <summary>The share of requests that the reference had right and the choice did not.</summary>
    /// <param name="confidence">Of the two-sided interval.</param>
    public Estimate? LostShare(double confidence) => Ratio(Lost, Weight, LostSquares, LostProducts, WeightSquares, confidence);

    private Estimate? Ratio(double a, double b, double squares, double products, double below, double confidence)
    {
        if (Sessions < 2 || b <= 0)
        {
            return null;
        }

        var ratio = a / b;
        var error = Math.Sqrt(Math.Max(0, squares - (2 * ratio * products) + (ratio * ratio * below)) * Sessions / (Sessions - 1)) / b;
        return Estimate.Around(ratio, error * Normal.Quantile((1 + confidence) / 2));
    }
}
