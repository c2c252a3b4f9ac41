using Loadline.Core.Predictors;
using Loadline.Learning.Training;

namespace Loadline.Learning.Evaluation;

/// <summary>Trains and measures on splits that share no prompt, and averages over them.</summary>
public sealed class Evaluator(OutcomeMatrix table, EvalOptions options)
{
    private readonly List<(List<RouterResult> Routers, List<RouterResult> Baselines)> _splits = [];
    private readonly List<(int Train, int Test)> _sizes = [];
    private string _reference = "";

    /// <summary>Trains on one table and tests on this one; training prompts that this table has, too, are left out.</summary>
    /// <param name="train">With the same models in the same order.</param>
    public EvalReport WithOther(OutcomeMatrix train)
    {
        ArgumentNullException.ThrowIfNull(train);
        var testKeys = table.Keys.ToHashSet();
        int[] trainRows = [.. Enumerable.Range(0, train.Count).Where(row => !testKeys.Contains(train.Keys[row]))];
        var features = Once(train);
        for (var seed = 0; seed < options.Seeds; seed++)
        {
            Split(train, features, trainRows, table, Kept(Enumerable.Range(0, table.Count)), options.Seed + seed);
        }

        return Report("other table", train.Name, train.Count - trainRows.Length);
    }

    /// <summary>Draws training rows from the table, tests on the rest, again for every seed.</summary>
    public EvalReport WithDraws()
    {
        var features = Once(table);
        var count = options.TrainRows < 1 ? (int)Math.Round(options.TrainRows * table.Count) : (int)options.TrainRows;
        for (var seed = options.Seed; seed < options.Seed + options.Seeds; seed++)
        {
            var (train, test) = Folds.Draw(table.Keys, count, seed);
            Split(table, features, train, table, Kept(test), seed);
        }

        return Report("drawn rows", null, 0);
    }

    /// <summary>Tests on each fold what was trained on the others.</summary>
    public EvalReport WithFolds()
    {
        var features = Once(table);
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        for (var seed = options.Seed; seed < options.Seed + options.Seeds; seed++)
        {
            var foldOf = Folds.Assign(table.Keys, rows, options.Folds, seed);
            for (var fold = 0; fold < options.Folds; fold++)
            {
                Split(
                    table, features, [.. rows.Where(row => foldOf[row] != fold)], table, Kept(rows.Where(row => foldOf[row] == fold)), seed);
            }
        }

        return Report("folds", null, 0);
    }

    // Extracted for the first split that trains; routers that are given need none.
    private static Func<RowFeatures> Once(OutcomeMatrix matrix)
    {
        var features = new Lazy<RowFeatures>(() => RowFeatures.Of(matrix.Rows));
        return () => features.Value;
    }

    private int[] Kept(IEnumerable<int> rows) =>
        [.. rows.Where(row => options.Groups.Count == 0 || options.Groups.Contains(table.Groups[row], StringComparer.Ordinal))];

    private void Split(OutcomeMatrix trainTable, Func<RowFeatures> features, int[] trainRows, OutcomeMatrix testTable, int[] testRows, int seed)
    {
        var (routers, train, test) = options.Given.Count > 0
            ? Given(trainTable, trainRows, testTable, testRows, seed)
            : Trained(trainTable, features(), trainRows, testTable, testRows, seed);
        var baselines = new Baselines(train, test, seed).All();
        var measure = new RouterMeasure(test, options, MaxCost(test, routers.Concat(baselines)));
        _splits.Add(([.. routers.Select(measure.Measure)], [.. baselines.Select(measure.Measure)]));
        _sizes.Add((trainRows.Length, testRows.Length));
    }

    private (List<RouterUnderTest> Routers, TestRows Train, TestRows Test) Trained(
        OutcomeMatrix trainTable, RowFeatures features, int[] trainRows, OutcomeMatrix testTable, int[] testRows, int seed)
    {
        var result = Trainer.Train(trainTable, features, trainRows, new TrainingOptions { Reference = options.Reference, Seed = seed, Embeddings = options.Embeddings?.Invoke(trainTable) });
        _reference = result.Artifact.Reference;
        var (train, test) = Rows(trainTable, trainRows, testTable, testRows);
        List<RouterUnderTest> routers = [.. result.Tried.Select(tried => Router(result, tried, train, test))];
        if (options.Embeddings is { } embeddings && result.TriedEmbeddings is { } head)
        {
            routers.Add(WithEmbeddings(routers.Find(router => router.Chosen)!, head, embeddings(testTable).Vectors, testRows));
        }

        return (routers, train, test);
    }

    private (List<RouterUnderTest> Routers, TestRows Train, TestRows Test) Given(
        OutcomeMatrix trainTable, int[] trainRows, OutcomeMatrix testTable, int[] testRows, int seed)
    {
        _reference = options.Reference
            ?? options.Given.Select(given => given.Reference).OfType<string>().FirstOrDefault()
            ?? trainTable.Models[Enumerable.Range(0, trainTable.Models.Count).MaxBy(m => trainRows.Sum(row => (double)trainTable.QualityOf(row, m)))];
        var (train, test) = Rows(trainTable, trainRows, testTable, testRows);
        return ([.. options.Given.Select(given => given.Route(test, seed))], train, test);
    }

    private (TestRows Train, TestRows Test) Rows(OutcomeMatrix trainTable, int[] trainRows, OutcomeMatrix testTable, int[] testRows)
    {
        var reference = trainTable.IndexOf(_reference);
        return reference >= 0
            ? (new TestRows(trainTable, trainRows, reference), new TestRows(testTable, testRows, reference))
            : throw new ArgumentException($"The reference '{_reference}' is not a model of {trainTable.Name}: {string.Join(", ", trainTable.Models)}.");
    }

    private static RouterUnderTest Router(TrainingResult result, TriedPredictor tried, TestRows train, TestRows test)
    {
        var (scores, novel) = PredictorScores.Of(result.WeightsOf(tried), test.Matrix, test.Rows);
        return new RouterUnderTest(tried.Name, tried.Summary, scores, KnobPath.Of(train, tried.OutOfFold), tried == result.Chosen, novel);
    }

    // Measured whether training rows believed in it or not; an artifact has it only where they did.
    private static RouterUnderTest WithEmbeddings(RouterUnderTest chosen, EmbeddingHead head, float[][] vectors, int[] rows)
    {
        var scores = chosen.Scores with { Quality = [.. chosen.Scores.Quality] };
        for (var i = 0; i < rows.Length; i++)
        {
            head.AddTo(vectors[rows[i]], scores.Quality.AsSpan(i * scores.Models, scores.Models));
        }

        return new RouterUnderTest("embeddings", "the chosen predictor and the embeddings of " + head.Model, scores, head.Knobs, Novelty: chosen.Novelty);
    }

    private static double MaxCost(TestRows test, IEnumerable<RouterUnderTest> routers) => !test.Matrix.HasCosts ? 1 : routers
        .Where(router => router.HasPath)
        .SelectMany(router => test.Path(router.Scores))
        .Max(point => point.Cost);

    private EvalReport Report(string kind, string? trainTable, int overlap) => new()
    {
        Table = table.Name,
        Rows = _sizes.Sum(size => size.Test),
        Models = table.Models,
        Reference = _reference,
        Protocol = new EvalProtocol(
            options.Given.Count > 0 ? "given policy, " + kind : kind,
            trainTable,
            (int)_sizes.Average(size => size.Train),
            (int)_sizes.Average(size => size.Test),
            _splits.Count,
            options.Seed,
            options.Keep,
            overlap),
        Routers = options.Given.Count > 0
            ? SplitMean.OfGiven(_splits.ConvertAll(split => split.Routers), options.Seed)
            : SplitMean.Of(_splits.ConvertAll(split => split.Routers), options.Seed),
        Baselines = SplitMean.Of(_splits.ConvertAll(split => split.Baselines), options.Seed),
    };
}
