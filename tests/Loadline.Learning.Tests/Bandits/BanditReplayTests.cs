using Loadline.Core.Outcomes;
using Loadline.Core.Policies;
using Loadline.Learning.Bandits;
using Loadline.Learning.Training;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Learning.Tests.Bandits;

public sealed class BanditReplayTests(ITestOutputHelper output)
{
    [Fact]
    public void Scratch()
    {
        var rows = BanditRows.Of(OutcomeMatrix.Of(OutcomeTable.Load(DataFolder.Path("outcomes/mmlu-pro.jsonl")), "mmlu-pro", null));
        foreach (var ridge in new[] { 100.0, 300, 1000 })
        foreach (var algorithm in new[] { BanditAlgorithm.LinUcb, BanditAlgorithm.Thompson })
        foreach (var width in new[] { 0.1, 0.2, 0.4, 0.7 })
        foreach (var explore in new[] { 0.1, 1 })
        {
            BanditArm.Ridge = ridge;
            var runs = Enumerable.Range(101, 8).AsParallel().WithDegreeOfParallelism(4).Select(seed => BanditReplay.Run(rows, new BanditSettings(algorithm, width, 20, explore, 0), 10_000, 5_000, seed)).ToList();
            output.WriteLine(FormattableString.Invariant($"{ridge} {algorithm} {width} {explore}: {runs.Average(r => r.Utility):0.0000} fixed {runs.Average(r => r.BestFixedUtility):0.0000} above {runs.Count(r => r.IsAbove)} tries {runs.Average(r => r.Tries):P1} regret {runs.Average(r => r.Regret[^1]):0}"));
        }
    }
}
