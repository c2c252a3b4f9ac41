using System.Globalization;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Learning.Certification;

namespace Loadline.Quality;

/// <summary>How often a certificate is wrong: the half of a table that did not train is the population, and its truth is known.</summary>
internal sealed class Validity(int draws, int threads)
{
    public static readonly (string Table, string Reference)[] Tables =
    [
        ("mmlu-pro", "gpt-4o-2024-05-13"), ("routellm-mmlu", "gpt-4-1106-preview"), ("routerbench-train+routerbench-test", "gpt-4-1106-preview"),
    ];

    private static readonly int[] Counts = [200, 500, 1500, 3000];
    private static readonly QualityLine[] Lines =
    [
        new(0.90, null), new(0.95, null), new(0.98, null), new(null, 0.02), new(null, 0.05), new(null, 0.10),
    ];

    public void Run(string table, int seed)
    {
        var split = Split.Of(table, Tables.First(one => one.Table == table).Reference, seed);
        foreach (var line in Lines)
        {
            Measure(table, seed, split, line);
        }
    }

    private void Measure(string table, int seed, Split split, QualityLine line)
    {
        int[] all = [.. Enumerable.Range(0, split.Rest.Rows.Length)];
        var path = SafestFirst.Order(split.Steps, line);
        if (path.Count == 0)
        {
            return;
        }

        var reference = Outcomes.Reference(split.Rest, all);
        var outcomes = path.Select(step => Outcomes.Of(split, step, all)).ToArray();
        var simulation = new ValiditySimulation(path, outcomes, reference, line, threads);
        var boundary = simulation.FirstWrong < 0 ? null : Boundary.Simulation(simulation, outcomes, reference, line, threads);
        var coin = simulation.FirstWrong < 0 ? null : Coin(Boundary.Step(simulation, outcomes, reference, line), reference, line);
        foreach (var count in Counts)
        {
            var start = (ulong)$"{table} split {seed} {line}".Sum(c => c) * 1_000_003UL * (ulong)count;
            Write(boundary is null ? "harmless" : "path", table, seed, line, count, simulation.Run(count, draws, start));
            if (boundary is not null)
            {
                Write("boundary", table, seed, line, count, boundary.Run(count, draws, start));
                Write("coin", table, seed, line, count, SeededDraws.Count(reference.Length, count, draws, start, threads, coin!.Accepts));
            }
        }
    }

    private static BoundaryCoin Coin((PathStep Step, StepOutcomes Outcomes) boundary, float[] reference, QualityLine line) =>
        new(boundary.Step, boundary.Outcomes, reference, line);

    private static void Write(string what, string table, int seed, QualityLine line, int count, ValidityCell cell) =>
        Cells.Write("validity", what, table, line.Keep is null ? "lose" : "keep", line, seed, count, cell.Draws, cell.Violations);

    /// <summary>Adds parts up.</summary>
    public static void Summarise(IReadOnlyList<string> files)
    {
        var cells = Cells.Read(files, "validity").ToList();
        foreach (var table in cells.GroupBy(cell => cell[2]))
        {
            Console.WriteLine($"{table.Key}: {table.Select(cell => cell[5]).Distinct().Count()} splits, {table.First()[7]} draws a cell");
            Print("path", [.. table.Where(cell => cell[1] is "path" or "harmless")]);
            Console.WriteLine($"    of them {table.Count(cell => cell[1] == "harmless")} without any step below the line: nothing could go wrong there");
            Print("boundary", [.. table.Where(cell => cell[1] == "boundary")]);
            Print("coin", [.. table.Where(cell => cell[1] == "coin")]);
        }
    }

    private static void Print(string what, List<string[]> cells)
    {
        static double Rate(string[] cell) => Cells.Number(cell[8]) / Cells.Number(cell[7]);
        if (cells.Count == 0)
        {
            return;
        }

        var failing = cells.Where(cell => Binomial.AtLeast((int)Cells.Number(cell[8]), (int)Cells.Number(cell[7]), 0.05) < 0.01 / cells.Count).ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what}: {cells.Count} cells, {failing.Count} significantly above 5 % (exact binomial, 0.01 over the number of cells); worst {cells.Max(Rate):0.00%}, mean {cells.Average(Rate):0.00%}"));
        foreach (var group in cells.Where(_ => what != "path").GroupBy(cell => (Line: cell[4].Split(',')[0], N: (int)Cells.Number(cell[6]))).OrderBy(one => one.Key.Line).ThenBy(one => one.Key.N))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"    {group.Key.Line} n {group.Key.N}: {group.Count()} cells, mean {group.Average(Rate):0.00%}, from {group.Min(Rate):0.00%} to {group.Max(Rate):0.00%}"));
        }

        foreach (var cell in failing)
        {
            Console.WriteLine("    ABOVE: " + string.Join(' ', cell));
        }
    }
}
