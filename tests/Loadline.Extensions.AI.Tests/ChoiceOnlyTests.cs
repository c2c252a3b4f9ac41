namespace Loadline.Extensions.AI.Tests;

/// <summary>Decisions of which only the choice is kept.</summary>
public sealed class ChoiceOnlyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_ChoiceOnly_TellsTheChoiceByOneSharedObject(bool stream)
    {
        using var client = Brief(new ScriptedClient("small-1"), new ScriptedClient("large-1"));
        var (text, decision) = await client.AskAsync(stream);
        var (_, second) = await client.AskAsync(stream);

        Assert.Equal("answer of small-1", text);
        Assert.Equal(("auto", "small", "test/small-1", "policy=cheapest"), (decision!.Route, decision.Model, decision.Deployment, decision.Reason));
        Assert.Equal(("", false, 0), (decision.Id, decision.IsFinished, decision.Attempts));
        Assert.Null(decision.Record);
        Assert.Null(decision.CostUsd);
        Assert.Same(decision, second);
        Assert.False(client.Feedback(decision.Id, quality: 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_ChoiceOnlyAndTheFirstFails_AnotherServesAndIsTold(bool stream)
    {
        using var client = Brief(new ScriptedClient("small-1") { Fails = new HttpRequestException("gone") }, new ScriptedClient("large-1"));
        var (text, decision) = await client.AskAsync(stream);
        Assert.Equal(("answer of large-1", "large"), (text, decision!.Model));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_ChoiceOnlyAndAllFail_TheExceptionHasAnId(bool stream)
    {
        var down = new HttpRequestException("gone");
        using var client = Brief(new ScriptedClient("small-1") { Fails = down }, new ScriptedClient("large-1") { Fails = down });
        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(stream));
        Assert.Equal(26, Assert.IsType<string>(thrown.Data["loadline.decision"]).Length);
    }

    [Fact]
    public async Task Ask_ChoiceOnly_TimesOfModelsAreLearntAsEver()
    {
        using var full = Chats.TwoModels(new ScriptedClient("small-1"), new ScriptedClient("large-1"));
        using var brief = Brief(new ScriptedClient("small-1"), new ScriptedClient("large-1"));
        foreach (var client in new[] { full, brief })
        {
            var state = client.Snapshot!.Find("auto")!.Candidates.All[0].State;
            Assert.True(double.IsNaN(Median(state)));
            await client.AskAsync(stream: false);
            Assert.False(double.IsNaN(Median(state)));
        }

        static double Median(Core.Runtime.CandidateState state) =>
            state.Read(Core.Runtime.LatencyMeasure.Total, Core.Runtime.LatencyStatistic.Median, inputTokens: 10, since: TimeSpan.MinValue);
    }

    [Fact]
    public void Options_ChoiceOnlyWithWhatNeedsMore_AreRefused()
    {
        var options = new LoadlineOptions { ConfigPath = "loadline.yaml", Detail = DecisionDetail.ChoiceOnly, Decided = static _ => { } };
        Assert.Contains("Decided is told of finished decisions", Assert.Single(options.Problems()), StringComparison.Ordinal);
        options = new LoadlineOptions { Gateway = new Uri("http://127.0.0.1:4242/v1"), Detail = DecisionDetail.ChoiceOnly };
        Assert.Contains("Gateway decides elsewhere", Assert.Single(options.Problems()), StringComparison.Ordinal);
    }

    private static LoadlineChatClient Brief(ScriptedClient small, ScriptedClient large) =>
        Chats.TwoModels(small, large, builder => builder.With(options => options.Detail = DecisionDetail.ChoiceOnly));
}
