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
    private readonly List<(string Cell, ValidityCell Count)> _paths = [];
    private readonly List<(string Cell, ValidityCell Count)> _boundaries = [];
    private int _harmless;

    public void Run(int splits, string? only)
    {
        QualityLine[] lines =
        [
            new(0.90, null), new(0.95, null), new(0.98, null), new(null, 0.02), new(null, 0.05), new(null, 0.10),
        ];
        foreach (var (table, reference) in Tables.Where(one => only is null || one.Table == only))
        {
            for (var seed = 1; seed <= splits; seed++)
            {
                var split = Split.Of(table, reference, seed);
                foreach (var line in lines)
                {
                    Measure($"{table} split {seed} {line}", split, line);
                }

                Console.Error.WriteLine($"{table} split {seed} done");
            }
        }

        Print("paths", _paths);
        Console.WriteLine($"  of them, {_harmless} without any step below the line: nothing could go wrong there");
        Print("boundary", _boundaries);
    }

    private void Measure(string name, Split split, QualityLine line)
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
        foreach (var count in Counts)
        {
            var seed = (ulong)name.Sum(c => c) * 1_000_003UL * (ulong)count;
            _harmless += boundary is null ? 1 : 0;
            _paths.Add(($"{name} n {count}", simulation.Run(count, draws, seed)));
            if (boundary is not null)
            {
                _boundaries.Add(($"{name} n {count}", boundary.Run(count, draws, seed)));
            }
        }
    }

    private static void Print(string kind, List<(string Cell, ValidityCell Count)> cells)
    {
        var bar = 0.01 / cells.Count;
        var failing = cells.Where(cell => Binomial.AtLeast(cell.Count.Violations, cell.Count.Draws, 0.05) < bar).ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind}: {cells.Count} cells, {failing.Count} significantly above 5 % (exact binomial, 0.01 over the number of cells); worst {cells.Max(cell => cell.Count.Rate):0.00%}, mean {cells.Average(cell => cell.Count.Rate):0.00%}, least {cells.Min(cell => cell.Count.Rate):0.00%}"));
        foreach (var group in cells.GroupBy(cell => cell.Cell.Split(' ')[0] + " " + (cell.Cell.Contains("keep") ? "keep" : "lose") + " n " + cell.Cell.Split(' ')[^1]))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {group.Key}: {group.Count()} cells, mean {group.Average(cell => cell.Count.Rate):0.00%}, worst {group.Max(cell => cell.Count.Rate):0.00%}, least {group.Min(cell => cell.Count.Rate):0.00%}"));
        }

        foreach (var (name, count) in failing)
        {
            Console.WriteLine($"  ABOVE: {name}: {count.Violations} of {count.Draws}");
        }
    }
}
