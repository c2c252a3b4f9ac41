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

    /// <summary>Computes every baseline; the mix and the length rule spend at most what routing spent.</summary>
    public IReadOnlyList<Baseline> All(decimal routedCost) =>
    [
        Single("strongest", Strongest),
        Single("cheapest", Cheapest),
        Random(),
        Mix(routedCost),
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

    private Baseline Random()
    {
        var all = _table.Models.Select(model => Single("", model)).ToList();
        return new Baseline(
            "random",
            all.Average(model => model.Quality),
            all.Average(model => model.CostUsd),
            all.Exists(model => model.LatencyMs is null) ? null : all.Average(model => model.LatencyMs),
            "each model equally often; expected value");
    }

    // Strongest or cheapest by the toss of a coin that is weighted so that routing's own spending is met.
    private Baseline Mix(decimal routedCost)
    {
        var (weak, strong) = (Single("", Cheapest), Single("", Strongest));
        var gap = strong.CostUsd - weak.CostUsd;
        var share = gap <= 0 ? 0 : (double)Math.Clamp((routedCost - weak.CostUsd) / gap, 0, 1);
        return new Baseline(
            "mix",
            weak.Quality + (share * (strong.Quality - weak.Quality)),
            weak.CostUsd + ((decimal)share * gap),
            weak.LatencyMs + (share * (strong.LatencyMs - weak.LatencyMs)),
            "strongest or cheapest by chance, as routing's own spending allows");
    }

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

        return Choose("length", "longest prompts to the strongest, as routing's own spending allows", row => strong.Contains(row.Id) ? Strongest : Cheapest);
    }

    private Baseline Choose(string name, string note, Func<OutcomeRow, string> choose)
    {
        var quality = 0.0;
        var cost = 0m;
        double? latency = 0;
        foreach (var row in _table.Rows)
        {
            var outcome = row.Outcomes.GetValueOrDefault(choose(row));
            quality += outcome?.Quality ?? 0;
            cost += outcome?.Cost ?? 0;
            latency += outcome?.LatencyMs;
        }

        return new Baseline(name, quality / _table.Rows.Count, cost, latency / _table.Rows.Count, note);
    }

    private static decimal Cost(OutcomeRow row, string model) => row.Outcomes.GetValueOrDefault(model)?.Cost ?? 0;
}
