using Loadline.Core.Outcomes;
using Loadline.Learning.Evaluation;
using Loadline.Learning.Training;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Learning.Tests.Training;

public sealed class NoveltyTests(ITestOutputHelper output)
{
    // The bar: 95 % of GSM8K found at 5 % false fallback, trained on half of MMLU-Pro. The default asks for 1 %.
    [DataTheory("outcomes/mmlu-pro.jsonl")]
    [InlineData(0.01)]
    [InlineData(0.02)]
    [InlineData(0.05)]
    public void MmluPro_OtherBenchmark_IsFoundAtFewFalseFallbacks(double share)
    {
        var table = Load("mmlu-pro");
        var (train, test) = Folds.Draw(table.Keys, table.Count / 4, 1);
        var weights = Trainer.Train(table, RowFeatures.Of(table.Rows), train, new TrainingOptions { NoveltyShare = share }).Artifact.Weights;
        var isFalse = PredictorScores.Of(weights, table, test).Novel.Average(novel => novel ? 1.0 : 0);
        var other = OutcomeMatrix.Of(new OutcomeTable([.. Load("routellm-gsm8k").Rows.Select(row => row with { Outcomes = table.Rows[0].Outcomes })]), "gsm8k", table.Models);
        var found = PredictorScores.Of(weights, other, [.. Enumerable.Range(0, other.Count)]).Novel.Average(novel => novel ? 1.0 : 0);
        output.WriteLine($"asked {share:P0}: false {isFalse:P1}, found {found:P1}");
        Assert.InRange(isFalse, 0, 1.25 * share);
        Assert.True(found >= 0.95, $"{found:P1}");
    }

    private static OutcomeMatrix Load(string name) => OutcomeMatrix.Of(OutcomeTable.Load(DataFolder.Path($"outcomes/{name}.jsonl")), name);
}
