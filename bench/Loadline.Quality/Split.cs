using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Learning.Certification;
using Loadline.Learning.Evaluation;
using Loadline.Learning.Training;
using Loadline.Testing;

namespace Loadline.Quality;

/// <summary>A table of which one half trained a policy: its settings by training rows, and what it expects of the other half.</summary>
internal sealed class Split
{
    private static readonly Dictionary<string, (OutcomeMatrix Matrix, RowFeatures Features)> Tables = [];

    public required TestRows Train { get; init; }

    public required TestRows Rest { get; init; }

    public required Scores Scores { get; init; }

    public required bool[] Novel { get; init; }

    public required IReadOnlyList<PathStep> Steps { get; init; }

    public required IReadOnlyList<PathStep> ZeroSteps { get; init; }

    public static Split Of(string table, string reference, int seed)
    {
        var (matrix, features) = Load(table);
        var (train, rest) = Folds.Draw(matrix.Keys, matrix.Count / 2, seed);
        var result = Trainer.Train(matrix, features, train, new TrainingOptions { Reference = reference, Seed = seed });
        var referenceIndex = matrix.IndexOf(reference);
        var trainRows = new TestRows(matrix, train, referenceIndex);
        var (scores, novel) = PredictorScores.Of(result.Artifact.Weights, matrix, rest);
        return new Split
        {
            Train = trainRows,
            Rest = new TestRows(matrix, rest, referenceIndex),
            Scores = TrainingSteps.Among(trainRows, scores),
            Novel = novel,
            Steps = [.. TrainingSteps.Mixed(result.Artifact.Steps)],
            ZeroSteps = [.. TrainingSteps.OfModels(result.Artifact.Singles, 25)],
        };
    }

    /// <summary>The model that a pure setting serves a row by; the reference where the row is novel.</summary>
    public int Choose(int row, PolicyKnob knob) =>
        knob.Lambda < 0 || Novel[row] ? Rest.Reference : Scores.Choose(row, knob.Lambda);

    private static (OutcomeMatrix Matrix, RowFeatures Features) Load(string table)
    {
        if (!Tables.TryGetValue(table, out var loaded))
        {
            var rows = new List<OutcomeRow>();
            foreach (var part in table.Split('+'))
            {
                rows.AddRange(OutcomeTable.Load(DataFolder.Path($"outcomes/{part}.jsonl")).Rows);
            }

            var matrix = OutcomeMatrix.Of(new OutcomeTable([.. rows.Select((row, i) => row with { Id = i + "/" + row.Id })]), table);
            Tables[table] = loaded = (matrix, RowFeatures.Of(matrix.Rows));
        }

        return loaded;
    }
}
