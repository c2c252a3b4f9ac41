using System.Globalization;
using Loadline.Learning.Cascades;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline eval TABLE --cascade</c>: cascades with a trained check, learned on some rows and measured on the rest.</summary>
internal static class CascadeEval
{
    public static int Run(OutcomeMatrix table, string? reference, double share, int seeds, int seed, double keep, double? budget)
    {
        try
        {
            var data = AcceptanceData.Of(table);
            var strongest = Reference(table, reference);
            var evaluator = new CascadeEvaluator(data, strongest, keep, budget);
            var results = Enumerable.Range(seed, seeds).Select(draw => evaluator.Run(share, draw)).ToList();
            Write(table, strongest, share, results);
            return ExitCodes.Done;
        }
        catch (ArgumentException error)
        {
            throw new UserError(error.Message);
        }
    }

    /// <summary>Finds the model to measure against: the one named, else the best.</summary>
    public static int Reference(OutcomeMatrix table, string? name)
    {
        var index = name is null ? Strongest(table) : table.IndexOf(name);
        return index >= 0 ? index : throw new UserError($"The table has no outcomes of '{name}'. Its models: {string.Join(", ", table.Models)}.");
    }

    private static int Strongest(OutcomeMatrix table) =>
        Enumerable.Range(0, table.Models.Count).MaxBy(model => Enumerable.Range(0, table.Count).Average(row => table.QualityOf(row, model)));

    private static void Write(OutcomeMatrix table, int reference, double share, List<CascadeResult> results)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{table.Name}: {table.Count} rows, trained on {share:0.##} of them, measured on the rest; reference {table.Models[reference]}"));
        Console.WriteLine("seed  quality  reference  cost of reference  saved  AUC    cascade");
        foreach (var result in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Seed,4}  {result.Quality:0.0000}   {result.ReferenceQuality:0.0000}     {result.Cost / result.ReferenceCost,8:0.00%}           {result.Saved:0.0%}  {result.Auc:0.000}  {result.Steps}"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"mean  {results.Average(result => result.Quality):0.0000}   {results.Average(result => result.ReferenceQuality):0.0000}     {results.Average(result => result.Cost) / results.Average(result => result.ReferenceCost),8:0.00%}           {1 - (results.Average(result => result.Cost) / results.Average(result => result.ReferenceCost)):0.0%}  {results.Average(result => result.Auc):0.000}  not below the reference in {results.Count(result => result.Quality >= result.ReferenceQuality)} of {results.Count}"));
        if (results.TrueForAll(result => result.Pair is not null))
        {
            WritePairs([.. results.Select(result => result.Pair!)]);
        }
    }

    private static void WritePairs(List<PairResult> pairs)
    {
        string Mean(Func<PairResult, double> of, string format) => pairs.Average(of).ToString(format, CultureInfo.InvariantCulture);
        Console.WriteLine(
            $"over all thresholds: APGR {Mean(pair => pair.Apgr, "0.000")}, CPT50 {Mean(pair => 100 * pair.Cpt50, "0.0")}, CPT80 {Mean(pair => 100 * pair.Cpt80, "0.0")}; "
            + $"cost at 90, 95, 98 % of the reference's quality: {Mean(pair => pair.CostAt[0], "0.0%")}, {Mean(pair => pair.CostAt[1], "0.0%")}, {Mean(pair => pair.CostAt[2], "0.0%")} (drafts paid)");
    }
}
