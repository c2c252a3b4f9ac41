using Loadline.Core.Outcomes;
using Loadline.Core.Policies;
using Loadline.Core.Semantics;
using Loadline.Learning.Bandits;
using Loadline.Learning.Training;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Learning.Tests.Bandits;

public sealed class BanditReplayTests(ITestOutputHelper output)
{
    // The settings were chosen on shuffles 101 to 140 and 301 to 380; these are 1 to 20. Utility is quality less 20 times the cost in USD.
    [DataFact("outcomes/mmlu-pro.jsonl")]
    public void MmluPro_TwentyShuffles_AboveTheBestSingleModelInEighteen()
    {
        var matrix = OutcomeMatrix.Of(OutcomeTable.Load(DataFolder.Path("outcomes/mmlu-pro.jsonl")), "mmlu-pro", null);
        var (rest, intents) = BanditRows.WithIntents(matrix, matrix.Count - 10_000);
        var settings = new BanditSettings(BanditAlgorithm.Thompson, 0.2, 20, 1, 0, 200);
        var runs = Report("thompson 0.2, intents, first 200", matrix, rest, intents, settings);
        Assert.True(runs.Count(run => run.IsAbove) >= 18);
        Assert.True(runs.Mean(run => run.Utility - run.BestFixedUtility) > 0.005);
    }

    // Few shuffles: it is the effect of the option that is shown, not its size.
    [DataFact("outcomes/mmlu-pro.jsonl")]
    public void MmluPro_Cap_BoundsTheTries()
    {
        var matrix = OutcomeMatrix.Of(OutcomeTable.Load(DataFolder.Path("outcomes/mmlu-pro.jsonl")), "mmlu-pro", null);
        var table = BanditRows.Of(matrix, [.. Enumerable.Range(0, 2_000)], null);
        var settings = new BanditSettings(BanditAlgorithm.Thompson, 0.2, 20, 1, 0, 50);
        var free = BanditReplay.Run(table, settings, 2_000, 1_000, 1);
        var capped = BanditReplay.Run(table, settings with { Explore = 0.1 }, 2_000, 1_000, 1);
        Assert.InRange(capped.Tries, 0.01, 0.12);
        Assert.True(free.Tries > 2 * capped.Tries, $"{free.Tries} against {capped.Tries}");
    }

    private List<BanditRun> Report(string name, OutcomeMatrix matrix, IReadOnlyList<int> rows, SemanticIndex? intents, BanditSettings settings)
    {
        var table = BanditRows.Of(matrix, rows, intents);
        var runs = Enumerable.Range(1, 20).AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(seed => BanditReplay.Run(table, settings, 10_000, 5_000, seed)).ToList();
        output.WriteLine(FormattableString.Invariant(
            $"{name}: above the best fixed model in {runs.Count(run => run.IsAbove)} of 20; mean utility {runs.Mean(run => run.Utility):0.0000}, best fixed {runs.Mean(run => run.BestFixedUtility):0.0000}; tries {runs.Mean(run => run.Tries):P1}; summed gain after 2,500, 5,000 and 10,000 rounds {runs.Mean(run => run.Gain[24]):0}, {runs.Mean(run => run.Gain[49]):0}, {runs.Mean(run => run.Gain[^1]):0}"));
        return runs;
    }
}

file static class Means
{
    public static double Mean(this List<BanditRun> runs, Func<BanditRun, double> value) => runs.Average(value);
}
