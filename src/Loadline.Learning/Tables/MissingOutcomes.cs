using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables;

/// <summary>Completes rows that lack outcomes of some models with what those models did elsewhere: tables of live traffic know one or two models a row.</summary>
/// <remarks>
/// A missing quality becomes the model's mean over the row's group, drawn towards its mean over all rows as if ten rows had it; a missing
/// cost likewise. What is filled in says nothing of the row itself, so a model that was seldom tried is predicted close to its mean. Where
/// the policy chose who was tried, means are of what it chose for; only drawn or audited rows are free of that.
/// </remarks>
public static class MissingOutcomes
{
    /// <summary>The least rows that a model must have outcomes in.</summary>
    public const int LeastRows = 20;

    private const double Prior = 10;

    /// <param name="table">The table.</param>
    /// <param name="models">The models to complete.</param>
    /// <returns>The completed table and how many outcomes were filled in.</returns>
    /// <exception cref="OutcomeTableException">A model has too few outcomes.</exception>
    public static (OutcomeTable Table, int Filled) Fill(OutcomeTable table, IReadOnlyList<string> models)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(models);
        var means = models.ToDictionary(model => model, model => Means(table, model), StringComparer.Ordinal);
        var filled = 0;
        var rows = table.Rows.Select(row =>
        {
            var outcomes = new Dictionary<string, Outcome>(row.Outcomes, StringComparer.Ordinal);
            foreach (var model in models)
            {
                filled += outcomes.TryAdd(model, Expected(means[model], row.Group ?? "")) ? 1 : 0;
            }

            return row with { Outcomes = outcomes };
        }).ToList();
        return (new OutcomeTable(rows, table.Header), filled);
    }

    private static Dictionary<string, Sum> Means(OutcomeTable table, string model)
    {
        var sums = new Dictionary<string, Sum>(StringComparer.Ordinal);
        var all = default(Sum);
        foreach (var row in table.Rows)
        {
            if (row.Outcomes.TryGetValue(model, out var outcome))
            {
                all = all.Add(outcome);
                sums[row.Group ?? ""] = sums.GetValueOrDefault(row.Group ?? "").Add(outcome);
            }
        }

        if (all.Count < LeastRows)
        {
            throw new OutcomeTableException(
                $"Only {all.Count} rows have an outcome of '{model}'; at least {LeastRows} are needed to fill in the others. Leave it out with --models.");
        }

        sums["\0all"] = all;
        return sums;
    }

    private static Outcome Expected(Dictionary<string, Sum> sums, string group)
    {
        var all = sums["\0all"];
        var own = sums.GetValueOrDefault(group);
        var quality = (own.Quality + (Prior * all.Quality / all.Count)) / (own.Count + Prior);
        var cost = all.Priced == 0 ? default(double?) : (own.Cost + (Prior * all.Cost / all.Priced)) / (own.Priced + Prior);
        return new Outcome { Quality = quality, Cost = (decimal?)cost };
    }

    private readonly record struct Sum(int Count, double Quality, int Priced, double Cost)
    {
        public Sum Add(Outcome outcome) =>
            new(Count + 1, Quality + outcome.Quality, Priced + (outcome.Cost is null ? 0 : 1), Cost + (double)(outcome.Cost ?? 0));
    }
}
