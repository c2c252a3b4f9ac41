using Loadline.Core.Statistics;
using Loadline.Learning.Caching;

namespace Loadline.Learning.Tests.Caching;

/// <summary>The threshold of a cache by meaning: the smallest whose rate of false hits is shown to be below a bound.</summary>
public sealed class ThresholdFitTests
{
    [Fact]
    public void Fit_OnTheEdge_TakesTheSmallestThresholdThatKeepsTheBound()
    {
        // Strangers at .500, .501 … .999: at a threshold of 1 − k/1000 there are k − 1 of 500 above.
        var (questions, found) = Strangers(500);
        var fit = ThresholdFit.Fit(questions, found, 0.05, 0.95);
        Assert.True(fit.Upper <= 0.05);
        Assert.Equal(Binomial.UpperBound(fit.Counts.Wrong, 500, 0.05), fit.Upper);
        Assert.True(Binomial.UpperBound(fit.Counts.Wrong + 1, 500, 0.05) > 0.05);
        Assert.Equal(1 - (fit.Counts.Wrong / 1000.0), fit.Threshold!.Value, 3);
    }

    [Fact]
    public void Fit_FewStrangers_ShowNothing_AndTheNeededNumberIsTold()
    {
        var needed = ThresholdFit.RowsFor(0.01, 0.95);
        Assert.Equal(299, needed);
        foreach (var (count, isFitted) in new[] { (needed, true), (needed - 1, false), (0, false) })
        {
            var (questions, found) = Strangers(count, 0.1f);
            Assert.Equal(isFitted, ThresholdFit.Fit(questions, found, 0.01, 0.95).Threshold is not null);
        }
    }

    // What is promised: over draws, the fitted threshold's true rate is above the bound in δ of them at most.
    [Fact]
    public void Fit_ManyDraws_PassesTheBoundAsRarelyAsPromised()
    {
        const int Draws = 2_000;
        var random = new Random(5);
        var failures = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            // Similarities of strangers even over [0.5,1]: the true rate at t is 2(1 − t).
            var questions = new CacheQuestions([], [.. Enumerable.Repeat(new CacheQuestion("q", CacheQuestion.Unknown), 200)]);
            NearestKept[] found = [.. Enumerable.Range(0, 200).Select(_ => new NearestKept(0.5f + (random.NextSingle() / 2), false))];
            failures += ThresholdFit.Fit(questions, found, 0.05, 0.9).Threshold is { } threshold && 2 * (1 - threshold) > 0.05 ? 1 : 0;
        }

        Assert.InRange(failures, 1, Draws / 10 + 40);
    }

    [Fact]
    public void Trial_AsksTheWholeCache_NotThePartnerAlone()
    {
        var questions = CacheQuestions.OfPairs(
        [
            new("how do cats purr", "how do dogs bark", false),
            new("why do dogs bark", "why is it that cats purr", false),
            new("why do dogs bark", "why do the dogs bark?", true),
        ]);
        Assert.Equal(2, questions.Kept.Count);
        var vectors = new Dictionary<string, float[]>
        {
            ["how do cats purr"] = [1, 0],
            ["why is it that cats purr"] = [1, 0],
            ["why do dogs bark"] = [0, 1],
            ["how do dogs bark"] = [0.6f, 0.8f],
            ["why do the dogs bark?"] = [0, 1],
        };
        var found = CacheTrial.ByMeaning(questions, vectors);
        Assert.Equal([new(0.8f, false), new(1, false), new(1, true)], found);
        Assert.Equal(new CacheCounts(1, 1, 2, 1), CacheCounts.At(questions, found, 0.9));
        Assert.Equal(new CacheCounts(1, 1, 2, 0), CacheCounts.At(questions, CacheTrial.ByWording(questions), 1));
        Assert.Equal(new CacheCounts(1, 0, 3, 0), CacheCounts.At(questions, CacheTrial.ByText(questions), 1));
    }

    [Theory]
    [InlineData("it takes 3 hours", "it takes 4 hours")]
    [InlineData("it is open", "it is not open")]
    public void Trial_OtherParticulars_AreNotCompared(string kept, string asked)
    {
        var questions = CacheQuestions.OfPairs([new(kept, asked, false)]);
        var vectors = new Dictionary<string, float[]> { [kept] = [1, 0], [asked] = [1, 0] };
        Assert.Equal(NearestKept.None, Assert.Single(CacheTrial.ByMeaning(questions, vectors)));
        Assert.Equal(1, Assert.Single(CacheTrial.ByMeaning(questions, vectors, guarded: false)).Similarity);
    }

    private static (CacheQuestions, NearestKept[]) Strangers(int count, float? all = null) =>
        (new CacheQuestions([], [.. Enumerable.Repeat(new CacheQuestion("q", CacheQuestion.Unknown), count)]),
            [.. Enumerable.Range(0, count).Select(i => new NearestKept(all ?? 0.5f + (i * 0.001f), false))]);
}
