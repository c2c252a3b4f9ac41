using Loadline.Core.Outcomes;
using Loadline.Learning.Evaluation;
using Loadline.Testing;

namespace Loadline.Learning.Tests.Evaluation;

public sealed class PairCurveTests
{
    // Ten rows; the strong model is right everywhere, the weak one on the five with the lowest scores.
    [Fact]
    public void Apgr_ScoresThatKnow_IsThreeQuarters()
    {
        double[] scores = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        double[] weak = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
        double[] strong = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        var curve = PairCurve.Of(scores, weak, strong);

        // Quality rises from .5 by .1 for each tenth of calls up to a half, then stays 1: area .75 × .5 + .5 + … = .875; (.875 - .5) / .5.
        Assert.Equal(0.75, curve.Apgr, 9);
        Assert.Equal(0.25, curve.CallsFor(0.5), 9);
        Assert.Equal(0.4, curve.CallsFor(0.8), 9);
    }

    [Fact]
    public void Apgr_ScoresTheWrongWayRound_IsAQuarter()
    {
        double[] scores = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
        double[] weak = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
        double[] strong = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        Assert.Equal(0.25, PairCurve.Of(scores, weak, strong).Apgr, 9);
    }

    [Fact]
    public void CallsFor_NeverReached_IsNotANumber()
        => Assert.True(double.IsNaN(PairCurve.Of([1, 2], [0.5, 0.5], [0.5, 0.5]).CallsFor(1.5)));

    // notes: optimal APGR 1.290 and CPT 6.25 / 10.00 on MMLU, 1.131 and 11.02 / 17.63 on GSM8K; random 0.499.
    [DataFact("outcomes/routellm-mmlu.jsonl")]
    public void RouteLlmMmlu_OptimalAndRandom_AreThePublished()
        => Check("outcomes/routellm-mmlu.jsonl", 0.68091, 0.80587, 1.290, 6.25, 10.00, 0.01);

    [DataFact("outcomes/routellm-gsm8k.jsonl")]
    public void RouteLlmGsm8k_OptimalAndRandom_AreThePublished()
        => Check("outcomes/routellm-gsm8k.jsonl", 0.63734, 0.85769, 1.131, 11.02, 17.63, 0.02);

    private static void Check(string file, double weakMean, double strongMean, double apgr, double cpt50, double cpt80, double band)
    {
        var table = OutcomeTable.Load(DataFolder.Path(file));
        double[] weak = [.. table.Rows.Select(row => row.Outcomes["mixtral-8x7b"].Quality)];
        double[] strong = [.. table.Rows.Select(row => row.Outcomes["gpt-4-1106-preview"].Quality)];
        Assert.Equal(weakMean, weak.Average(), 4);
        Assert.Equal(strongMean, strong.Average(), 4);
        var optimal = PairCurve.Optimal(weak, strong);
        Assert.Equal(apgr, optimal.Apgr, 3);
        Assert.Equal(cpt50, 100 * optimal.CallsFor(0.5), 1);
        Assert.Equal(cpt80, 100 * optimal.CallsFor(0.8), 1);
        var random = Enumerable.Range(0, 20).Average(seed => Random(weak, strong, seed).Apgr);
        Assert.InRange(random, 0.499 - band, 0.499 + band);
    }

    private static PairCurve Random(double[] weak, double[] strong, int seed)
    {
        var random = new Random(seed);
        return PairCurve.Of([.. weak.Select(_ => random.NextDouble())], weak, strong);
    }
}
