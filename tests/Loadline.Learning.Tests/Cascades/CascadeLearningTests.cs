using Loadline.Core.Cascades.Acceptance;
using Loadline.Core.Checks;
using Loadline.Core.Outcomes;
using Loadline.Learning.Cascades;
using Loadline.Learning.Training;
using Loadline.Testing;

namespace Loadline.Learning.Tests.Cascades;

/// <summary>Cascades learned from answers: measured on rows that nothing was chosen on, and on answers whose rightness is known.</summary>
public sealed class CascadeLearningTests
{
    // Must hold of issue 7: at least 94 % cheaper than GPT-4, not below it in the mean and in four seeds of five. One seed here; five by the command.
    [DataFact("outcomes/frugalgpt-overruling.jsonl")]
    public void Run_Overruling_CheaperThanGpt4AndNotWorse()
    {
        var table = Load("outcomes/frugalgpt-overruling.jsonl");
        var evaluator = new CascadeEvaluator(AcceptanceData.Of(table), table.IndexOf("gpt-4"), keep: 1, budget: 0.055);
        var result = evaluator.Run(0.5, 1);
        Assert.True(result.Saved >= 0.94 && result.Quality >= result.ReferenceQuality, result.ToString());
    }

    // The same where answers are worked out, against the router that decides before any answer: APGR 0.631 on the same draws.
    [DataFact("outcomes/routellm-gsm8k.jsonl")]
    public void Run_Gsm8k_RecoversMoreThanTheRouterBeforeTheAnswer()
    {
        var table = Load("outcomes/routellm-gsm8k.jsonl");
        var evaluator = new CascadeEvaluator(AcceptanceData.Of(table), table.IndexOf("gpt-4-1106-preview"), keep: 0.95);
        Assert.InRange(Enumerable.Range(1, 2).Average(seed => evaluator.Run(0.5, seed).Pair!.Apgr), 0.66, 0.80);
    }

    [Fact]
    public void Within_Budget_IsKeptOnTheRowsItWasChosenOn()
    {
        // A cheap model that is right where its probability says so, a dear one that is always right.
        var random = new Random(1);
        var (probability, quality, cost) = (new double[800], new double[800], new double[800]);
        for (var i = 0; i < 800; i += 2)
        {
            probability[i] = random.NextDouble();
            quality[i] = random.NextDouble() < probability[i] ? 1 : 0;
            (probability[i + 1], quality[i + 1]) = (1, 1);
            (cost[i], cost[i + 1]) = (1, 10);
        }

        var tuner = new CascadeTuner(2, probability, quality, cost);
        var choice = tuner.Within(6);
        Assert.Equal([0, 1], choice.Steps.Select(step => step.Model));
        Assert.InRange(choice.Cost, 4, 6);
        Assert.InRange(choice.Quality, 0.8, 1);
        Assert.Equal(0, choice.Steps[^1].Threshold);

        // More quality costs more.
        Assert.True(tuner.Cheapest(0.95).Cost > tuner.Cheapest(0.8).Cost);
    }

    [Fact]
    public void Model_WrittenAndRead_SaysTheSameAndRefusesAChangedByte()
    {
        var weights = new float[AcceptanceFeatures.Columns + 1];
        var features = new AcceptanceFeatures();
        var answer = new AnswerToCheck("Yes") { Prompt = "Is it so?", Model = "small" };
        foreach (var (column, _) in features.Extract(answer))
        {
            weights[column] = 0.25f;
        }

        var model = new AcceptanceModel(weights, 0.1, 2);
        var bytes = model.ToBytes();
        Assert.Equal(model.Probability(features.Extract(answer)), AcceptanceModel.Read(bytes).Probability(features.Extract(answer)));
        bytes[^1] ^= 1;
        Assert.Contains("was changed", Assert.Throws<CheckException>(() => AcceptanceModel.Read(bytes)).Message, StringComparison.Ordinal);
        Assert.Throws<CheckException>(() => AcceptanceModel.Read("{}"u8));
    }

    [Fact]
    public void Check_BoundsByModel_AreKept()
    {
        var model = new AcceptanceModel(new float[AcceptanceFeatures.Columns + 1], offset: 0, scale: 1);
        var check = new AcceptanceCheck(model, 0.4, new Dictionary<string, double> { ["strict"] = 0.6 });
        Assert.True(check.Run(new AnswerToCheck("x") { Model = "other" }).Passed);
        Assert.False(check.Run(new AnswerToCheck("x") { Model = "strict" }).Passed);
    }

    [Fact]
    public void Fit_Platt_FindsTheCurveThatDrewTheLabels()
    {
        var random = new Random(5);
        var margins = Enumerable.Range(0, 20_000).Select(_ => (random.NextDouble() * 6) - 3).ToArray();
        var right = margins.Select(margin => random.NextDouble() < 1 / (1 + Math.Exp(-(0.5 + (1.5 * margin))))).ToArray();
        var (offset, scale) = Platt.Fit(margins, right);
        Assert.InRange(offset, 0.42, 0.58);
        Assert.InRange(scale, 1.4, 1.6);
    }

    private static OutcomeMatrix Load(string path) => OutcomeMatrix.Of(OutcomeTable.Load(DataFolder.Path(path)), "table");
}
