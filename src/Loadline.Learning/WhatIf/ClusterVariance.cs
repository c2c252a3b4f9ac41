using Loadline.Core.Statistics;

namespace Loadline.Learning.WhatIf;

/// <summary>Intervals of means whose rows come in sessions: the sessions are the independent units (linearisation, cluster-robust).</summary>
internal sealed class ClusterVariance
{
    private readonly int[] _clusterOf;
    private readonly double _z;

    /// <param name="rows">The rows.</param>
    /// <param name="confidence">Of the intervals, in (0,1).</param>
    public ClusterVariance(IReadOnlyList<LoggedRow> rows, double confidence)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        _clusterOf = new int[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            if (!index.TryGetValue(rows[i].Cluster, out var cluster))
            {
                index[rows[i].Cluster] = cluster = index.Count;
            }

            _clusterOf[i] = cluster;
        }

        Clusters = index.Count;
        _z = Normal.Quantile((1 + confidence) / 2);
    }

    public int Clusters { get; }

    /// <summary>The interval about an estimate whose error is the mean of <paramref name="errors"/>.</summary>
    /// <param name="value">The estimate.</param>
    /// <param name="errors">One number a row, of mean 0.</param>
    public Interval About(double value, double[] errors)
    {
        var half = _z * StandardError(errors);
        return new Interval(value, value - half, value + half);
    }

    /// <summary>C/(C−1) Σ(sum of a session's errors)² / rows², and its root.</summary>
    public double StandardError(double[] errors)
    {
        var sums = Sums(errors);
        return Clusters < 2 ? double.PositiveInfinity : Math.Sqrt(sums.Sum(sum => sum * sum) * Clusters / (Clusters - 1)) / errors.Length;
    }

    /// <summary>Adds values up by session.</summary>
    public double[] Sums(double[] values)
    {
        var sums = new double[Clusters];
        for (var i = 0; i < values.Length; i++)
        {
            sums[_clusterOf[i]] += values[i];
        }

        return sums;
    }
}
