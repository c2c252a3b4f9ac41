using Loadline.Core.Predictors;
using Loadline.Learning.Evaluation;
using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Training;

public sealed class TrainerTests
{
    private static readonly OutcomeMatrix Table = SyntheticTable.Create(600);

    [Fact]
    public void Train_TwoKindsOfPrompt_SendsOnlyTheHardOnesToTheLargeModel()
    {
        var (train, test) = Folds.Draw(Table.Keys, 300, 1);
        var artifact = Train(Table, train).Artifact;
        var rows = new TestRows(Table, test, Table.IndexOf("large"));
        var (scores, _) = PredictorScores.Of(artifact.Weights, Table, test);
        var knob = KnobMix.For(artifact.Knobs, 0.95).Dear;
        var served = rows.At(scores, knob.Lambda);
        Assert.InRange(served.Quality / rows.MeanQuality[rows.Reference], 0.90, 1.1);
        Assert.InRange(served.Cost, 0.3, 0.7);
    }

    [Fact]
    public void Train_NoLabelsAndNoCosts_ServesTheBestPrediction()
    {
        var table = SyntheticTable.Create(300, labels: false, costs: false);
        var result = Train(table, [.. Enumerable.Range(0, table.Count)]);
        Assert.False(result.Artifact.HasCosts);
        Assert.Equal(0, result.Tasks);
        Assert.Equal(0, Assert.Single(result.Artifact.Knobs).Lambda);
        Assert.DoesNotContain(result.Tried, tried => tried.Name == "task");
    }

    [Fact]
    public void Train_SameSeed_SameBytes()
    {
        int[] rows = [.. Enumerable.Range(0, 300)];
        Assert.Equal(PolicyArtifactFile.Write(Train(Table, rows).Artifact), PolicyArtifactFile.Write(Train(Table, rows).Artifact));
    }

    [Fact]
    public void Train_ServingPredictor_AgreesWithTheTrainedLayers()
    {
        int[] rows = [.. Enumerable.Range(0, 300)];
        var result = Train(Table, rows);
        var (scores, _) = PredictorScores.Of(result.Artifact.Weights, Table, rows);

        // Out of fold and in sample differ by noise only where the two kinds are as clear as here.
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.InRange(scores.Quality[(i * 2) + 1] - result.Chosen.OutOfFold.Quality[(i * 2) + 1], -0.25, 0.25);
        }
    }

    [Fact]
    public void Train_UnknownReference_SaysWhichThereAre()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Trainer.Train(Table, RowFeatures.Of(Table.Rows), [0, 1, 2], new TrainingOptions { Reference = "huge" }));
        Assert.Contains("small, large", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_TextOfAnotherWorld_IsNovel()
    {
        var weights = Train(Table, [.. Enumerable.Range(0, 600)]).Artifact.Weights;
        var vector = new FeatureVector();
        var prediction = new Prediction();
        var text = "Der Mietvertrag wurde fristlos gekündigt, weil Schimmel die Wohnung unbewohnbar macht."u8;
        FeatureExtractor.Extract(text, ConversationFacts.SingleMessage(text.Length), vector);
        new QualityPredictor(weights).Predict(vector, prediction);
        Assert.True(prediction.Novelty > weights.NoveltyBound, $"{prediction.Novelty} {weights.NoveltyBound}");
    }

    private static TrainingResult Train(OutcomeMatrix table, int[] rows) =>
        Trainer.Train(table, RowFeatures.Of(table.Rows), rows, new TrainingOptions { Reference = "large" });
}
