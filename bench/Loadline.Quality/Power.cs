using System.Globalization;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Evaluation;

namespace Loadline.Quality;

/// <summary>What a certificate costs: half the rows train, n certify, the rest tell the cost; beside the z-test, the certified zero router and the clairvoyant knob.</summary>
internal static class Power
{
    private static readonly double[] Keeps = [0.90, 0.95, 0.98];

    public static void Run(string table, string reference, int seeds, int[] counts, double? novelty)
    {
        Console.WriteLine($"power of {table}, reference {reference}, {seeds} seeds, half to train");
        Console.WriteLine("      n  keep | certified  (sd)   z-test    zero  clairvoyant | steps accepted, violations");
        var cells = counts.SelectMany(_ => Keeps).Select(_ => new List<Cell>()).ToArray();
        var novel = new List<double>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var split = Split.Of(table, reference, seed, novelty: novelty);
            novel.Add(split.Novel.Average(one => one ? 1.0 : 0));
            for (var c = 0; c < counts.Length; c++)
            {
                var (certify, test) = Draw(split.Rest.Rows.Length, counts[c], seed);
                for (var k = 0; k < Keeps.Length; k++)
                {
                    cells[(c * Keeps.Length) + k].Add(Measure(split, Keeps[k], certify, test));
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"novel rows of the half that did not train, which the reference serves: {novel.Average():0.0%}"));
        for (var i = 0; i < cells.Length; i++)
        {
            Print(counts[i / Keeps.Length], Keeps[i % Keeps.Length], cells[i]);
        }
    }

    private static (int[] Certify, int[] Test) Draw(int rows, int count, int seed)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        new Random(seed).Shuffle(order);
        count = Math.Min(count, rows * 2 / 3);
        return (order[..count], order[count..]);
    }

    private static Cell Measure(Split split, double keep, int[] certify, int[] test)
    {
        var line = new QualityLine(keep, null);
        var path = SafestFirst.Order(split.Steps, line);
        var zeroPath = SafestFirst.Order(split.ZeroSteps, line);
        var reference = Outcomes.Reference(split.Rest, certify);
        var cost = Outcomes.ReferenceCost(split.Rest, certify);
        var results = FixedSequence.Run(path, i => Outcomes.Of(split, path[i], certify), reference, cost, line, line.Delta);
        var zero = FixedSequence.Run(zeroPath, i => Outcomes.OfZero(split, zeroPath[i], certify), reference, cost, line, line.Delta);
        var accepted = results.Count(result => result.Holds);
        var normal = 0;
        while (normal < path.Count && NormalTest.Holds(Outcomes.Of(split, path[normal], certify), reference, line, line.Delta))
        {
            normal++;
        }

        var testReference = Outcomes.Reference(split.Rest, test);
        var testCost = Outcomes.ReferenceCost(split.Rest, test);
        double CostOf(IReadOnlyList<PathStep> steps, int count, Func<PathStep, StepOutcomes> of) =>
            count == 0 ? 1 : of(steps[count - 1]).Cost.Average() / testCost;
        var served = accepted == 0 ? 1 : Outcomes.Of(split, path[accepted - 1], test).Served.Average() / testReference.Average();
        var clairvoyant = Hull.Of(split.Rest.Path(split.Scores)).CostAt(keep * split.Rest.MeanQuality[split.Rest.Reference]) / split.Rest.MeanCost[split.Rest.Reference];
        return new Cell(
            CostOf(path, accepted, step => Outcomes.Of(split, step, test)),
            CostOf(path, normal, step => Outcomes.Of(split, step, test)),
            CostOf(zeroPath, zero.Count(result => result.Holds), step => Outcomes.OfZero(split, step, test)),
            clairvoyant,
            accepted,
            served < keep);
    }

    private static void Print(int count, double keep, List<Cell> cells)
    {
        var mean = cells.Average(cell => cell.Certified);
        var deviation = Math.Sqrt(cells.Sum(cell => (cell.Certified - mean) * (cell.Certified - mean)) / Math.Max(1, cells.Count - 1));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count,7}  {keep:0.00} | {mean,9:0.0%} {deviation,6:0.0%} {cells.Average(cell => cell.Normal),8:0.0%} {cells.Average(cell => cell.Zero),7:0.0%} {cells.Average(cell => cell.Clairvoyant),12:0.0%} | {cells.Average(cell => cell.Accepted):0.0}, {cells.Count(cell => cell.IsBelow)} of {cells.Count}"));
    }

    private sealed record Cell(double Certified, double Normal, double Zero, double Clairvoyant, int Accepted, bool IsBelow);
}
