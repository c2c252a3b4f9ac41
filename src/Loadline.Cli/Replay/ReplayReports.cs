using Loadline.Core.Outcomes;

namespace Loadline.Cli.Replay;

/// <summary>Adds a replay's results up.</summary>
internal static class ReplayReports
{
    private const int MostErrorsShown = 5;

    /// <param name="name">What the report calls the table.</param>
    /// <param name="answers">Where the answers are from: <see cref="ReplayReport.RecordedAnswers"/> or <see cref="ReplayReport.SimulatedAnswers"/>.</param>
    /// <param name="speed">How many times faster than life it ran.</param>
    /// <param name="table">The rows.</param>
    /// <param name="results">One result a row, in the table's order.</param>
    /// <param name="reference">The route's reference model.</param>
    public static ReplayReport Create(
        string name, string answers, int speed, OutcomeTable table, ReplayResult[] results, string reference)
    {
        var checkedResults = results.Zip(table.Rows, (result, row) => AtFullLength(Check(result, row), row, speed)).ToList();
        var answered = checkedResults.Where(result => result.Error is null).ToList();
        var baselines = new Baselines(table);
        var routed = Routed(table, answered, baselines, reference);
        return new ReplayReport(
            name,
            true,
            answers,
            speed,
            results.Length,
            results.Length - answered.Count,
            [.. table.Models.Select(model => Model(table, answered, model)).Where(model => model.Requests > 0)],
            routed,
            baselines.All(routed.CostUsd),
            [.. checkedResults.Where(result => result.Error is not null).Take(MostErrorsShown).Select(result => $"{result.RowId}: {result.Error}")]);
    }

    // The text must be the very one recorded for the model that is said to have served; anything else is an error, not an answer.
    private static ReplayResult Check(ReplayResult result, OutcomeRow row)
    {
        if (result.Error is not null)
        {
            return result;
        }

        if (result.Model is null || !row.Outcomes.TryGetValue(result.Model, out var outcome))
        {
            return result with { Error = "The answer names no model of the table." };
        }

        return outcome.Response is { } recorded && recorded != result.Text ? result with { Error = "The answer is not the recorded one." } : result;
    }

    // What was cut short is the model's own time; the rest, the gateway's, ran as fast as it runs.
    private static ReplayResult AtFullLength(ReplayResult result, OutcomeRow row, int speed) =>
        speed > 1 && result.Model is { } model && row.Outcomes.GetValueOrDefault(model)?.LatencyMs is { } recorded
            ? result with { LatencyMs = result.LatencyMs + recorded - (recorded / speed) }
            : result;

    private static ReplayModel Model(OutcomeTable table, List<ReplayResult> answered, string model)
    {
        var own = answered.Where(result => result.Model == model).ToList();
        return new ReplayModel(
            model,
            own.Count,
            answered.Count == 0 ? 0 : (double)own.Count / answered.Count,
            own.Count == 0 ? 0 : own.Average(result => table.Find(result.RowId)!.Outcomes[model].Quality),
            own.Sum(result => result.CostUsd ?? 0),
            own.Count == 0 ? 0 : own.Average(result => result.LatencyMs));
    }

    private static RoutedResult Routed(OutcomeTable table, List<ReplayResult> answered, Baselines baselines, string reference)
    {
        if (answered.Count == 0)
        {
            return new RoutedResult(0, 0, 0, 0, 0, 0, 0, 0);
        }

        var rows = answered.Select(result => (Result: result, Row: table.Find(result.RowId)!)).ToList();
        var quality = rows.Average(pair => pair.Row.Outcomes[pair.Result.Model!].Quality);
        var cost = answered.Sum(result => result.CostUsd ?? 0);
        var strongest = baselines.MeanCost(baselines.Strongest) * answered.Count;
        return new RoutedResult(
            quality,
            cost,
            answered.Average(result => result.LatencyMs),
            strongest == 0 ? 0 : (double)(1 - (cost / strongest)),
            baselines.MeanQuality(baselines.Strongest) is var best and > 0 ? quality / best : 0,
            (double)answered.Count(result => result.Model == reference) / answered.Count,
            rows.Average(pair => Baselines.Best(pair.Row).Contains(pair.Result.Model) ? 1.0 : 0.0),
            rows.Average(pair => Baselines.CheapestBest(pair.Row) == pair.Result.Model ? 1.0 : 0.0));
    }
}
