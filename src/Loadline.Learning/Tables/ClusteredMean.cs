using System.Runtime.InteropServices;

namespace Loadline.Learning.Tables;

/// <summary>A mean over rows that come in clusters, with the interval that takes the cluster, not the row, as what was drawn.</summary>
/// <remarks>
/// The cluster-robust variance of a mean, Σ (S − m·n)² · G/(G − 1) / N² over the clusters' sums S and counts n, with Student's t of G − 1
/// degrees of freedom. Rows of one cluster resemble each other; taken as independent they make an interval that is too narrow.
/// </remarks>
internal sealed class ClusteredMean
{
    /// <summary>The least clusters from which an interval is made: below, their spread is hardly known.</summary>
    public const int LeastClusters = 5;

    private readonly Dictionary<UInt128, (long Count, double Sum)> _clusters = [];
    private (long Count, double Sum, double Squares) _alone;

    /// <summary>Gets the number of clusters, rows that stand alone included.</summary>
    public long Clusters => _clusters.Count + _alone.Count;

    public void Add(UInt128 cluster, double value)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_clusters, cluster, out _);
        sums = (sums.Count + 1, sums.Sum + value);
    }

    /// <summary>Adds a row that belongs to no cluster: one of its own.</summary>
    public void AddAlone(double value) => _alone = (_alone.Count + 1, _alone.Sum + value, _alone.Squares + (value * value));

    /// <summary>Computes the mean with its 95 % interval, held within [0,1].</summary>
    /// <returns><see langword="null"/> with fewer than <see cref="LeastClusters"/> clusters, or where none has two rows.</returns>
    public MeanInterval? ToInterval()
    {
        double count = _clusters.Values.Sum(cluster => cluster.Count) + _alone.Count;
        if (Clusters < LeastClusters || count <= Clusters)
        {
            return null;
        }

        var mean = (_clusters.Values.Sum(cluster => cluster.Sum) + _alone.Sum) / count;
        var squares = _alone.Squares - (2 * mean * _alone.Sum) + (_alone.Count * mean * mean);
        foreach (var (rows, sum) in _clusters.Values)
        {
            var residual = sum - (mean * rows);
            squares += residual * residual;
        }

        var half = StudentT95(Clusters - 1) * Math.Sqrt(squares * Clusters / (Clusters - 1.0)) / count;
        return new MeanInterval(mean, Math.Max(0, mean - half), Math.Min(1, mean + half));
    }

    // Peizer and Hill's expansion about the normal quantile (Abramowitz and Stegun 26.7.5): 0.3 % off at 4 degrees of freedom, less above.
    internal static double StudentT95(double freedom)
    {
        const double Z = 1.959963984540054;
        var (z3, z5, z7) = (Math.Pow(Z, 3), Math.Pow(Z, 5), Math.Pow(Z, 7));
        return Z + ((z3 + Z) / (4 * freedom)) + (((5 * z5) + (16 * z3) + (3 * Z)) / (96 * freedom * freedom))
            + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * Z)) / (384 * Math.Pow(freedom, 3)));
    }
}
