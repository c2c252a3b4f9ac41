using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Learning.Certification;

namespace Loadline.Quality.Baselines;

/// <summary>Published and common mistakes, in the harness that the certificate is measured in: the same populations, draws and truth.</summary>
internal sealed class FailingMethods(int draws, int threads)
{
    private static readonly int[] Counts = [200, 500, 1500, 3000];
    private static readonly QualityLine[] Lines = [new(0.90, null), new(0.95, null), new(0.98, null), new(null, 0.02), new(null, 0.05), new(null, 0.10)];
    private static readonly QualityLine[] RareLines = [new(0.98, null), new(0.99, null), new(0.995, null), new(null, 0.005), new(null, 0.01), new(null, 0.02)];

    public void Run(string table, int seed)
    {
        var reference = Validity.Tables.First(one => one.Table == table).Reference;
        var router = ScoreRouter.Of(Split.Of(table, reference, seed));
        Split[] ten = [.. Enumerable.Range(1, TenArtifacts.Count).Select(artifact => Split.Of(table, reference, seed, artifact))];
        foreach (var part in Lines.Select(line => new LinePart(line)))
        {
            var ties = new TieGroups(router, part);
            Report("ties", table, seed, part, router.Count, ties.CanFail ? ties.IsWrong : null, ties.IsWrongWhole);
            var censored = new CensoredFeedback(router, part);
            Report("censored", table, seed, part, router.Count, censored.CanFail ? censored.IsWrong : null, censored.IsWrongAudited);
            if (TenArtifacts.Of(ten, part) is { } artifacts)
            {
                Report("first-of-ten", table, seed, part, router.Count, artifacts.IsWrong, artifacts.IsWrongPaid);
            }
        }

        foreach (var part in RareLines.Select(line => new LinePart(line)))
        {
            Rare(table, seed, router, part);
        }
    }

    private void Report(string method, string table, int seed, LinePart part, int population, Func<int[], bool>? isWrong, Func<int[], bool> mended)
    {
        foreach (var count in isWrong is null ? [] : Counts)
        {
            var start = (ulong)((seed * 1_000_003) + count);
            var wrong = SeededDraws.Count(population, count, draws, start, threads, isWrong!);
            var right = SeededDraws.Count(population, count, draws, start, threads, mended);
            Cells.Write("baseline", method, part.Kind, table, part.Line, seed, count, draws, wrong.Violations, right.Violations);
        }
    }

    private void Rare(string table, int seed, ScoreRouter router, LinePart part)
    {
        if (RareLosses.Of(router, part, threads) is not { } simulation)
        {
            return;
        }

        foreach (var count in Counts)
        {
            var start = (ulong)((seed * 1_000_003) + count);
            Cells.Write(
                "baseline", "z-test", part.Kind, table, part.Line, seed, count, draws,
                simulation.RunNormal(count, draws, start).Violations, simulation.Run(count, draws, start).Violations);
        }
    }

    /// <summary>Adds parts up.</summary>
    public static void Summarise(IReadOnlyList<string> files)
    {
        var cells = Cells.Read(files, "baseline").ToList();
        foreach (var group in cells.GroupBy(cell => (Method: cell[1], Kind: cell[2])))
        {
            var bar = 0.01 / group.Count();
            int Above(int at) => group.Count(cell => Binomial.AtLeast(int.Parse(cell[at]), int.Parse(cell[7]), 0.05) < bar);
            double Rate(string[] cell, int at) => Cells.Number(cell[at]) / Cells.Number(cell[7]);
            Console.WriteLine(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{group.Key.Method,-13} {group.Key.Kind}: {group.Count(),3} cells, {Above(8),3} significantly above 5 %, mean {group.Average(cell => Rate(cell, 8)),6:0.0%}, worst {group.Max(cell => Rate(cell, 8)),6:0.0%} | mended: {Above(9)} above, mean {group.Average(cell => Rate(cell, 9)):0.00%}, worst {group.Max(cell => Rate(cell, 9)):0.00%}"));
            foreach (var table in group.GroupBy(cell => (Table: cell[3], N: int.Parse(cell[6]))).OrderBy(one => one.Key.Table).ThenBy(one => one.Key.N))
            {
                Console.WriteLine(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"    {table.Key.Table,-36} n {table.Key.N,4}: {table.Count(),2} cells, mean {table.Average(cell => Rate(cell, 8)),6:0.0%}, mended {table.Average(cell => Rate(cell, 9)):0.00%}"));
            }
        }
    }
}
