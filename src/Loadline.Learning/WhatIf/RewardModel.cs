using Loadline.Learning.Training;

namespace Loadline.Learning.WhatIf;

/// <summary>Expects a model's quality or cost from a request's features: a ridge regression for each model, never asked about sessions it was fitted on.</summary>
/// <remarks>
/// It only takes noise out of the doubly robust estimate, which stays unbiased whatever it says, because the weights are known and sessions
/// are kept apart (cross-fitting).
/// </remarks>
internal sealed class RewardModel
{
    private const int Folds = 5;
    private const int LeastRows = 20;
    private const double Penalty = 5;
    private readonly Dictionary<(string Model, int Fold), double[]> _weights = [];
    private readonly Dictionary<string, double[]> _means = [];
    private readonly (double Least, double Most) _range;

    private RewardModel(IReadOnlyList<LoggedRow> rows, Func<LoggedRow, IReadOnlyList<Seen>> of)
    {
        var known = rows.SelectMany(row => of(row).Select(seen => (Row: row, Seen: seen))).ToList();
        _range = known.Count == 0 ? (0, 0) : (known.Min(one => one.Seen.Value), known.Max(one => one.Seen.Value));
        foreach (var model in known.GroupBy(one => one.Seen.Model, StringComparer.Ordinal))
        {
            _means[model.Key] = new double[Folds];
            for (var fold = 0; fold < Folds; fold++)
            {
                var others = model.Where(one => FoldOf(one.Row) != fold).ToList();
                _means[model.Key][fold] = others.Count > 0 ? others.Average(one => one.Seen.Value) : (_range.Least + _range.Most) / 2;
                if (others.Count >= LeastRows)
                {
                    _weights[(model.Key, fold)] = Fit(others);
                }
            }
        }
    }

    public static RewardModel Fit(IReadOnlyList<LoggedRow> rows, Func<LoggedRow, IReadOnlyList<Seen>> of) => new(rows, of);

    /// <summary>What a model is expected to get on a row; within what was ever seen.</summary>
    public double Expect(LoggedRow row, string model)
    {
        var fold = FoldOf(row);
        if (!_weights.TryGetValue((model, fold), out var weights))
        {
            return _means.TryGetValue(model, out var means) ? means[fold] : (_range.Least + _range.Most) / 2;
        }

        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * row.Features[i];
        }

        return Math.Clamp(sum, _range.Least, _range.Most);
    }

    // By a hash of the session, so that a session is never on both sides.
    private static int FoldOf(LoggedRow row)
    {
        var hash = 2166136261u;
        foreach (var c in row.Cluster)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)((hash ^ (hash >> 15)) % Folds);
    }

    private static double[] Fit(List<(LoggedRow Row, Seen Seen)> known)
    {
        var n = known[0].Row.Features.Length;
        var gram = new double[n * n];
        var right = new double[n];
        foreach (var (row, seen) in known)
        {
            var x = row.Features;
            for (var i = 0; i < n; i++)
            {
                right[i] += x[i] * seen.Value;
                for (var k = 0; k < n; k++)
                {
                    gram[(i * n) + k] += x[i] * x[k];
                }
            }
        }

        var penalties = new double[n];
        Array.Fill(penalties, Penalty);
        penalties[0] = 1e-6;
        return Ridge.Solve(gram, penalties, right, 1);
    }
}
