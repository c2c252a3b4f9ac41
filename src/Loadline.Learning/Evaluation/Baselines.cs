using Loadline.Core.Predictors;
using Loadline.Learning.Training;

namespace Loadline.Learning.Evaluation;

/// <summary>The simple routers that every figure is printed beside. All that they know comes from training rows.</summary>
internal sealed class Baselines(TestRows train, TestRows test, int seed)
{
    // Rows of a group at which its own mean is believed as much as the mean of all.
    private const double GroupPrior = 10;

    private double Unit => train.MeanCost[train.Reference] > 0 ? train.MeanCost[train.Reference] : 1;

    public IReadOnlyList<RouterUnderTest> All()
    {
        var strongest = Enumerable.Range(0, train.Models).MaxBy(m => train.MeanQuality[m]);
        var routers = new List<RouterUnderTest>
        {
            Made("zero", "random mixes of single models on the hull of training rows", Constant),
            Made("random", "strong or cheap by a coin", Random),
            Made("length", "strong where the prompt is long", Length),
            Made("group", "the row's true label; shrunk means", rows => Group(rows, GroupPrior)),
            Single("best per group", "the row's true label; its best model on training rows", Group(test, 0)),
            Single("strongest", train.Matrix.Models[strongest], Only(strongest)),
        };
        if (train.Matrix.HasCosts)
        {
            routers.Add(Single("cheapest", train.Matrix.Models[train.Cheapest], Only(train.Cheapest)));
        }

        routers.Add(new RouterUnderTest("oracle", "the answers' grades", Truth(), [new PolicyKnob(Scores.Lambdas[1], 1, 0)]));
        return routers;
    }

    private RouterUnderTest Made(string name, string note, Func<TestRows, Scores> scores) =>
        new(name, note, scores(test), KnobPath.Of(train, scores(train)));

    private static RouterUnderTest Single(string name, string note, Scores scores) =>
        new(name, note, scores, [new PolicyKnob(0, 1, 1)]) { HasPath = false };

    private Scores Constant(TestRows rows) => Fill(rows, (_, m) => train.MeanQuality[m], (_, m) => train.MeanCost[m] / Unit);

    private Scores Random(TestRows rows)
    {
        var random = new Random(seed);
        var coins = Enumerable.Range(0, rows.Rows.Length).Select(_ => random.NextDouble()).ToArray();
        return StrongWhere(rows, coins);
    }

    private Scores Length(TestRows rows)
    {
        var lengths = rows.Rows.Select(row => (double)RowText.Of(rows.Matrix.Rows[row]).Length).ToArray();
        var longest = lengths.Max();
        return StrongWhere(rows, [.. lengths.Select(length => length / longest)]);
    }

    // The reference for high values, the cheapest model otherwise, no other; every threshold is a λ.
    private Scores StrongWhere(TestRows rows, double[] values)
    {
        var weak = train.Matrix.HasCosts ? train.Cheapest : Enumerable.Range(0, train.Models).MinBy(m => train.MeanQuality[m]);
        weak = weak == rows.Reference ? (rows.Reference + 1) % rows.Models : weak;
        return Fill(rows, (i, m) => m == rows.Reference ? values[i] : m == weak ? 0 : -1e6, (_, m) => m == rows.Reference ? 1 : 0);
    }

    private Scores Group(TestRows rows, double prior)
    {
        var sums = new Dictionary<string, (double[] Quality, double[] Cost, int Count)>(StringComparer.Ordinal);
        for (var i = 0; i < train.Rows.Length; i++)
        {
            var group = train.Matrix.Groups[train.Rows[i]];
            var sum = sums.TryGetValue(group, out var known) ? known : (new double[train.Models], new double[train.Models], 0);
            for (var m = 0; m < train.Models; m++)
            {
                sum.Item1[m] += train.Quality(i, m);
                sum.Item2[m] += train.Cost(i, m);
            }

            sums[group] = (sum.Item1, sum.Item2, sum.Item3 + 1);
        }

        double Mean(int i, double[] means, int m, bool cost)
        {
            if (!sums.TryGetValue(rows.Matrix.Groups[rows.Rows[i]], out var sum))
            {
                return means[m];
            }

            return ((cost ? sum.Cost[m] : sum.Quality[m]) + (prior * means[m])) / (sum.Count + prior);
        }

        return Fill(rows, (i, m) => Mean(i, train.MeanQuality, m, cost: false), (i, m) => Mean(i, train.MeanCost, m, cost: true) / Unit);
    }

    private Scores Only(int model) => Fill(test, (_, m) => m == model ? 1 : 0, (_, _) => 0);

    private Scores Truth() => Fill(test, test.Quality, (i, m) => test.Cost(i, m) / Unit);

    private static Scores Fill(TestRows rows, Func<int, int, double> quality, Func<int, int, double> cost)
    {
        var models = rows.Models;
        var scores = new Scores(models, new float[rows.Rows.Length * models], new float[rows.Rows.Length * models]);
        for (var i = 0; i < rows.Rows.Length; i++)
        {
            for (var m = 0; m < models; m++)
            {
                scores.Quality[(i * models) + m] = (float)quality(i, m);
                scores.Cost[(i * models) + m] = (float)cost(i, m);
            }
        }

        return scores;
    }
}
