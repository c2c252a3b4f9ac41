using Loadline.Core.Policies;
using Loadline.Learning.Bandits;
using Loadline.Learning.Reports;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline eval TABLE --bandit linucb</c>: shuffles of a table replayed to a bandit that sees the outcome of the model it chose, and of no other.</summary>
internal static class BanditEval
{
    private const double Aside = 1 / 6.0;

    /// <param name="table">The table.</param>
    /// <param name="algorithm"><c>linucb</c> or <c>thompson</c>.</param>
    /// <param name="costWeight">How much quality one unit of cost is worth.</param>
    /// <param name="explore">The cap on tries, a share; 1: none.</param>
    /// <param name="width">How wide an uncertain estimate is taken; <see langword="null"/>: the policy's default.</param>
    /// <param name="first">The judgements that each model is tried for; <see langword="null"/>: the policy's default.</param>
    /// <param name="seeds">Shuffles.</param>
    /// <param name="json">Whether to print JSON.</param>
    /// <param name="html">Where the report goes.</param>
    public static int Run(OutcomeMatrix table, string algorithm, double costWeight, double explore, double? width, int? first, int seeds, bool json, FileInfo? html)
    {
        if (algorithm is not ("linucb" or "thompson"))
        {
            throw new UserError($"--bandit takes linucb or thompson, not '{algorithm}'.");
        }

        if (table.Count < 60)
        {
            throw new UserError($"{table.Count} rows are too few to learn from while playing.");
        }

        var (rows, intents) = Rows(table);
        var settings = new BanditSettings(algorithm == "linucb" ? BanditAlgorithm.LinUcb : BanditAlgorithm.Thompson, width ?? BanditSettings.Default.Width, costWeight, explore, 0, first ?? BanditSettings.Default.First);
        var played = BanditRows.Of(table, rows, intents);
        var report = new BanditReport(
            table.Name, algorithm, costWeight, played.Count, played.Count / 2, intents is not null,
            [.. Enumerable.Range(1, seeds).Select(seed => BanditReplay.Run(played, settings, played.Count, played.Count / 2, seed))]);
        if (html is not null)
        {
            File.WriteAllText(html.FullName, BanditHtml.Write(report));
        }

        Console.WriteLine(json ? BanditJson.Write(report) : BanditHtml.Says(report));
        return ExitCodes.Done;
    }

    // Where rows have labels, a sixth of them are set aside for their texts, as a user would have examples of what is asked.
    private static (IReadOnlyList<int> Rows, Core.Semantics.SemanticIndex? Intents) Rows(OutcomeMatrix table)
    {
        try
        {
            return BanditRows.WithIntents(table, (int)(Aside * table.Count));
        }
        catch (ArgumentException)
        {
            return ([.. Enumerable.Range(0, table.Count)], null);
        }
    }
}
