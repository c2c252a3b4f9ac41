using Loadline.Core.Outcomes;

namespace Loadline.Cli.Replay;

/// <summary>What rules without any intelligence come to on a table: the figures every routing result is read beside.</summary>
internal sealed class Baselines
{
    private readonly OutcomeTable _table;
    private readonly Dictionary<string, (double Quality, decimal Cost)> _means;

    public Baselines(OutcomeTable table)
    {
        _table = table;
        _means = table.Models.ToDictionary(model => model, Mean, StringComparer.Ordinal);
        Strongest = table.Models.MaxBy(model => (_means[model].Quality, -_means[model].Cost))!;
        Cheapest = table.Models.MinBy(model => (_means[model].Cost, -_means[model].Quality))!;
    }

    /// <summary>Gets the model with the best mean quality.</summary>
    public string Strongest { get; }

    /// <summary>Gets the model with the lowest mean cost.</summary>
    public string Cheapest { get; }

    public double MeanQuality(string model) => _means[model].Quality;

    public decimal MeanCost(string model) => _means[model].Cost;

    /// <summary>Computes every baseline; the length rule spends at most what routing spent.</summary>
    public IReadOnlyList<Baseline> All(decimal routedCost) =>
    [
        Single("strongest", Strongest),
        Single("cheapest", Cheapest),
        new("random", _table.Models.Average(MeanQuality), _table.Models.Average(MeanCost) * _table.Rows.Count, "each model equally often; expected value"),
        Length(routedCost),
        BestPerGroup(),
        Oracle(),
    ];

    /// <summary>Finds the models whose quality on a row is the row's best.</summary>
    public static IEnumerable<string> Best(OutcomeRow row)
    {
        var best = row.Outcomes.Values.Max(outcome => outcome.Quality);
        return row.Outcomes.Where(pair => pair.Value.Quality >= best).Select(pair => pair.Key);
    }

    public static string CheapestBest(OutcomeRow row) => Best(row).MinBy(model => row.Outcomes[model].Cost ?? 0)!;

    private (double Quality, decimal Cost) Mean(string model)
    {
        var outcomes = _table.Rows.Where(row => row.Outcomes.ContainsKey(model)).Select(row => row.Outcomes[model]).ToList();
        return (outcomes.Average(outcome => outcome.Quality), outcomes.Average(outcome => outcome.Cost ?? 0));
    }

    private Baseline Single(string name, string model) => Choose(name, model, row => model);

    private Baseline Oracle() => Choose("oracle", "knows every answer beforehand: the bound nobody reaches", CheapestBest);

    private Baseline BestPerGroup()
    {
        var best = _table.Rows.GroupBy(row => row.Group ?? "", StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => _table.Models.MaxBy(model => (group.Average(row => row.Outcomes.GetValueOrDefault(model)?.Quality ?? 0), -_means[model].Cost))!,
            StringComparer.Ordinal);
        return Choose("best per group", "knows each row's data-set label, and was fitted on these rows", row => best[row.Group ?? ""]);
    }

    // Long prompts to the strongest model, the rest to the cheapest, with the share of long ones set by what routing spent.
    private Baseline Length(decimal routedCost)
    {
        var byLength = _table.Rows.OrderByDescending(row => row.Prompt?.Length ?? row.Messages?.GetRawText().Length ?? 0).ToList();
        var spent = byLength.Sum(row => Cost(row, Cheapest));
        var strong = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in byLength)
        {
            spent += Cost(row, Strongest) - Cost(row, Cheapest);
            if (spent > routedCost)
            {
                break;
            }

            strong.Add(row.Id);
        }

        return Choose("length", "longest prompts to the strongest, as far as routing's own spending goes", row => strong.Contains(row.Id) ? Strongest : Cheapest);
    }

    private Baseline Choose(string name, string note, Func<OutcomeRow, string> choose)
    {
        var quality = 0.0;
        var cost = 0m;
        foreach (var row in _table.Rows)
        {
            var model = choose(row);
            quality += row.Outcomes.GetValueOrDefault(model)?.Quality ?? 0;
            cost += Cost(row, model);
        }

        return new Baseline(name, quality / _table.Rows.Count, cost, note);
    }

    private static decimal Cost(OutcomeRow row, string model) => row.Outcomes.GetValueOrDefault(model)?.Cost ?? 0;
}
