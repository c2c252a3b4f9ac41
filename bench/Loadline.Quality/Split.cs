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

    /// <summary>Gets the scores of every model, off the hull as well.</summary>
    public required Scores AllScores { get; init; }

    public required bool[] Novel { get; init; }

    public required IReadOnlyList<PathStep> Steps { get; init; }

    public required IReadOnlyList<PathStep> ZeroSteps { get; init; }

    /// <summary>Splits and trains.</summary>
    /// <param name="table">The table, or several joined by <c>+</c>.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="seed">Of the split; and of the artifact, unless that has its own.</param>
    /// <param name="artifact">Above 0: one of several artifacts of this split, each trained on half of its training rows, drawn by this number.</param>
    /// <param name="novelty">The share of held-out rows that the novelty bound may send to the reference; <see langword="null"/>: the default.</param>
    public static Split Of(string table, string reference, int seed, int artifact = 0, double? novelty = null)
    {
        var (matrix, features) = Load(table);
        var (train, rest) = Folds.Draw(matrix.Keys, matrix.Count / 2, seed);
        if (artifact > 0)
        {
            new Random(artifact).Shuffle(train);
            train = [.. train.Take(train.Length / 2).Order()];
        }

        var result = Trainer.Train(matrix, features, train, Options(reference, seed, novelty));
        var referenceIndex = matrix.IndexOf(reference);
        var trainRows = new TestRows(matrix, train, referenceIndex);
        var (scores, novel) = PredictorScores.Of(result.Artifact.Weights, matrix, rest);
        return new Split
        {
            Train = trainRows,
            Rest = new TestRows(matrix, rest, referenceIndex),
            Scores = TrainingSteps.Among(trainRows, scores),
            AllScores = scores,
            Novel = novel,
            Steps = [.. TrainingSteps.Mixed(result.Artifact.Steps)],
            ZeroSteps = [.. TrainingSteps.OfModels(result.Artifact.Singles, 25, referenceIndex)],
        };
    }

    /// <summary>The model that a pure setting serves a row by; the reference where the row is novel.</summary>
    public int Choose(int row, PolicyKnob knob) =>
        knob.Lambda < 0 || Novel[row] ? Rest.Reference : Scores.Choose(row, knob.Lambda);

    private static TrainingOptions Options(string reference, int seed, double? novelty)
    {
        var options = new TrainingOptions { Reference = reference, Seed = seed };
        return novelty is { } share ? options with { NoveltyShare = share } : options;
    }

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
