namespace Loadline.Learning.Cascades;

/// <summary>A cascade of a weak and a strong model over all its thresholds, in the measures that routers are compared by.</summary>
/// <param name="Apgr">The mean share of the gap between weak and strong that is recovered, over shares of calls to the strong one.</param>
/// <param name="Cpt50">The share of calls to the strong model at which half of the gap is recovered.</param>
/// <param name="Cpt80">The same for four fifths.</param>
/// <param name="CostAt">The least cost, as a share of the strong model's, at which 90, 95 and 98 % of its quality are kept; drafts are paid.</param>
public sealed record PairResult(double Apgr, double Cpt50, double Cpt80, IReadOnlyList<double> CostAt);
