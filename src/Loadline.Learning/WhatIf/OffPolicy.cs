namespace Loadline.Learning.WhatIf;

/// <summary>Estimates what other choices would have got from what was chosen with known probability.</summary>
/// <remarks>
/// Weights w = π(model) / probability of knowing it. IPS = Σwv / n; SNIPS = Σwv / Σw; DR = Σ(m̂(x, π) + Σw(v − m̂(x, model))) / n. Errors are
/// those of the linearised estimates, summed by session.
/// </remarks>
public static class OffPolicy
{
    /// <summary>The fewest sessions that an estimate may rest on.</summary>
    public const int LeastSessions = 50;

    /// <summary>The least effective sample size.</summary>
    public const double LeastEffective = 100;

    /// <summary>The largest share of requests that the other config may send where nothing was ever tried.</summary>
    public const double MostUntried = 0.01;

    /// <summary>How far, beyond three standard errors, the mean weight may be from 1.</summary>
    public const double MostDrift = 0.05;

    /// <summary>Estimates one outcome.</summary>
    /// <param name="rows">The log.</param>
    /// <param name="of">The outcome: quality or cost.</param>
    /// <param name="confidence">Of the intervals, in (0,1).</param>
    public static OutcomeEstimate Estimate(IReadOnlyList<LoggedRow> rows, Func<LoggedRow, IReadOnlyList<Seen>> of, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(of);
        var clusters = new ClusterVariance(rows, confidence);
        var weights = Array.ConvertAll([.. rows], row => of(row).Sum(seen => row.Weight(seen)));
        var mean = weights.Length == 0 ? 0 : weights.Average();
        var sums = clusters.Sums(weights);
        var squares = sums.Sum(sum => sum * sum);
        var estimate = new OutcomeEstimate
        {
            Refusals = [],
            Known = weights.Count(weight => weight > 0),
            MeanWeight = mean,
            LargestWeight = weights.DefaultIfEmpty(0).Max(),
            EffectiveSampleSize = squares > 0 ? sums.Sum() * sums.Sum() / squares : 0,
        };
        List<string> refusals = [.. Refusals(rows, of, estimate, clusters, weights)];
        return refusals.Count > 0 ? estimate with { Refusals = refusals } : Values(estimate, rows, of, clusters, weights);
    }

    private static OutcomeEstimate Values(
        OutcomeEstimate estimate, IReadOnlyList<LoggedRow> rows, Func<LoggedRow, IReadOnlyList<Seen>> of, ClusterVariance clusters, double[] weights)
    {
        var model = RewardModel.Fit(rows, of);
        double[] weighted = [.. rows.Select(row => of(row).Sum(seen => row.Weight(seen) * seen.Value))];
        double[] robust = [.. rows.Select(row => row.Asked.Sum(pair => pair.Value * model.Expect(row, pair.Key))
            + of(row).Sum(seen => row.Weight(seen) * (seen.Value - model.Expect(row, seen.Model))))];
        var (ips, dr) = (weighted.Average(), robust.Average());
        var snips = weighted.Sum() / weights.Sum();
        var (now, nowErrors) = Served(rows, of);
        double[] robustErrors = [.. robust.Select(value => value - dr)];
        return estimate with
        {
            Now = clusters.About(now, nowErrors),
            Ips = clusters.About(ips, [.. weighted.Select(value => value - ips)]),
            Snips = clusters.About(snips, [.. weighted.Zip(weights, (value, weight) => (value - (weight * snips)) / estimate.MeanWeight)]),
            DoublyRobust = clusters.About(dr, robustErrors),
            Change = clusters.About(dr - now, [.. robustErrors.Zip(nowErrors, (a, b) => a - b)]),
        };
    }

    // What was served: of the values known, each stands for one over its rate.
    private static (double Mean, double[] Errors) Served(IReadOnlyList<LoggedRow> rows, Func<LoggedRow, IReadOnlyList<Seen>> of)
    {
        var weights = new double[rows.Count];
        var values = new double[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var seen in of(rows[i]))
            {
                if (seen.Model == rows[i].Chosen)
                {
                    (weights[i], values[i]) = (1 / seen.Rate, seen.Value);
                }
            }
        }

        var total = weights.Sum();
        var mean = weights.Zip(values, (weight, value) => weight * value).Sum() / total;
        return (mean, [.. weights.Zip(values, (weight, value) => weight * (value - mean) * rows.Count / total)]);
    }

    private static IEnumerable<string> Refusals(
        IReadOnlyList<LoggedRow> rows, Func<LoggedRow, IReadOnlyList<Seen>> of, OutcomeEstimate estimate, ClusterVariance clusters, double[] weights)
    {
        if (clusters.Clusters < LeastSessions)
        {
            yield return $"{clusters.Clusters} sessions are too few; {LeastSessions} are needed.";
            yield break;
        }

        if (!rows.Any(row => of(row).Any(seen => seen.Model == row.Chosen)))
        {
            yield return "Nothing is known of what was served: no request has a grade. Audits or feedback give them.";
            yield break;
        }

        if (Untried(rows, of) is var (share, models) && share > MostUntried)
        {
            yield return FormattableString.Invariant(
                $"{share:0.0%} of the requests would go where nothing was ever tried on such requests ({string.Join(", ", models)}): the log's policy left no chance for it. Log with a policy that draws (weighted, bandit), or audit.");
        }

        var error = clusters.StandardError([.. weights.Select(weight => weight - estimate.MeanWeight)]);
        if (Math.Abs(estimate.MeanWeight - 1) > MostDrift + (3 * error))
        {
            yield return FormattableString.Invariant(
                $"The mean weight is {estimate.MeanWeight:0.000} ± {error:0.000}, not 1: some requests had no chance of the other config's choice, or recorded probabilities are wrong.");
        }

        if (estimate.EffectiveSampleSize < LeastEffective)
        {
            yield return FormattableString.Invariant(
                $"The log says as much as {estimate.EffectiveSampleSize:0} sessions about the other config; {LeastEffective:0} are needed. The two choose too differently, or too little is graded.");
        }
    }

    // Where the choice was certain, no other model had a chance, unless its value is known whatever is chosen.
    private static (double Share, IReadOnlyList<string> Models) Untried(IReadOnlyList<LoggedRow> rows, Func<LoggedRow, IReadOnlyList<Seen>> of)
    {
        var always = rows.SelectMany(row => of(row)).Where(seen => !seen.NeedsChoice).Select(seen => seen.Model).ToHashSet(StringComparer.Ordinal);
        var chosen = rows.Select(row => row.Chosen).ToHashSet(StringComparer.Ordinal);
        var lacking = new SortedSet<string>(StringComparer.Ordinal);
        var sum = 0.0;
        foreach (var row in rows)
        {
            foreach (var (model, probability) in row.Asked)
            {
                if (probability > 0 && model != row.Chosen && !always.Contains(model) && (row.Propensity >= 1 || !chosen.Contains(model)))
                {
                    sum += probability;
                    lacking.Add(model);
                }
            }
        }

        return (sum / rows.Count, [.. lacking]);
    }
}
