using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Forwarding;

/// <summary>Usage is always asked for, shown to whom asked, and paid to the last digit.</summary>
public sealed class UsageTests
{
    private static readonly UpstreamScript Billed = new() { Usage = new(1000, CompletionTokens: 100, CachedTokens: 400) };

    [Theory]
    [InlineData(UsageReport.Usual, "", false)]
    [InlineData(UsageReport.Usual, ",\"stream_options\":{\"include_usage\":false}", false)]
    [InlineData(UsageReport.Usual, ",\"stream_options\":null", false)]
    [InlineData(UsageReport.Usual, ",\"stream_options\":{\"include_usage\":true}", true)]
    [InlineData(UsageReport.WithChoices, "", false)]
    [InlineData(UsageReport.Always, ",\"stream_options\":{\"include_usage\":true}", true)]
    public async Task Stream_Usage_IsShownOnlyToWhomAsked(UsageReport report, string options, bool shown)
    {
        await using var upstream = FakeUpstream.Start(Billed with { UsageReport = report });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true, more: options));

        Assert.Contains("\"include_usage\":true", upstream.Requests[0].BodyText, StringComparison.Ordinal);
        Assert.Equal(shown, answer.Body.Contains("\"usage\"", StringComparison.Ordinal));
        Assert.Equal(shown, answer.Events.Any(data => data.Contains("\"choices\":[]", StringComparison.Ordinal)));
        Assert.Equal("[DONE]", answer.Events[^1]);
        Assert.Equal(Billed.Text, answer.Text);
        Assert.Equal(0.001m, (await gateway.DecisionAsync(answer)).CostUsd);
    }

    [Fact]
    public async Task Whole_CostHeaders_AreExact()
    {
        await using var upstream = FakeUpstream.Start(Billed);
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: false));

        Assert.Equal(("0.001", "0.0084"), (answer.Header("x-loadline-cost-usd"), answer.Header("x-loadline-reference-cost-usd")));
        Assert.Equal(("auto", "small", "policy=fixed"),
            (answer.Header("x-loadline-route"), answer.Header("x-loadline-model"), answer.Header("x-loadline-reason")));
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal((0.001m, 0.0084m, 0.001m), (decision.CostUsd!.Value, decision.ReferenceCostUsd!.Value, decision.ChoiceCostUsd!.Value));
        var overhead = long.Parse(answer.Header("x-loadline-overhead-us")!, CultureInfo.InvariantCulture);
        Assert.Equal(overhead, (long)decision.OverheadMicroseconds);
        Assert.InRange(overhead, 1, decision.DurationMs * 1000);
    }

    [Fact]
    public async Task Stream_CostHeaders_AreEstimatesAndTheRecordExact()
    {
        await using var upstream = FakeUpstream.Start(Billed with { TokenGap = TimeSpan.FromMilliseconds(20) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true));

        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(0.001m, decision.CostUsd);
        var estimate = (decision.EstimatedInputTokens * 1e-6) + (decision.EstimatedOutputTokens * 2e-6);
        Assert.Equal(estimate, double.Parse(answer.Header("x-loadline-cost-usd")!, CultureInfo.InvariantCulture), 9);
        Assert.Equal(estimate * 10, double.Parse(answer.Header("x-loadline-reference-cost-usd")!, CultureInfo.InvariantCulture), 9);

        // Four gaps of 20 ms are the upstream's time, not ours.
        Assert.True(decision.DurationMs >= 60, decision.DurationMs.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(long.Parse(answer.Header("x-loadline-overhead-us")!, CultureInfo.InvariantCulture), (long)decision.OverheadMicroseconds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UnknownPrice_Headers_AreAbsentAndNeverZero(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(Billed);
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));

        Assert.Null(answer.Header("x-loadline-cost-usd"));
        Assert.Null(answer.Header("x-loadline-reference-cost-usd"));
        var decision = await gateway.DecisionAsync(answer);
        Assert.Null(decision.CostUsd);
        Assert.Equal(1000, decision.Usage!.Value.Input);
        Assert.Equal(1, (await gateway.GetJsonAsync("/loadline/stats")).GetProperty("unpricedRequests").GetInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DeploymentsOfDifferentPrice_Cost_IsThatOfTheOneThatServed(bool streaming)
    {
        // By its name the first is OpenAI, whose prices the catalogue knows; of the second nothing is known.
        await using var gateway = await TestGateway.StartAsync("""
            version: 1
            providers: { openai: { dialect: simulated }, local: { dialect: simulated } }
            models:
              known: { provider: openai, name: gpt-4o-mini }
              both: { deployments: [{ provider: openai, name: gpt-4o-mini }, { provider: local, name: mine }] }
            """);

        var known = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming, "known")));
        var both = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming, "both")));

        Assert.Equal("openai/gpt-4o-mini", both.Attempts[0].Deployment);
        Assert.True(known.CostUsd > 0);
        Assert.Equal(known.CostUsd, both.CostUsd);
    }

    [Fact]
    public async Task Whole_ProviderSaysWhatItCharged_ThatIsTheCost()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Raw(
            200, """{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"cost":0.0123}}"""));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(false));

        Assert.Equal("0.0123", answer.Header("x-loadline-cost-usd"));
        Assert.Equal(0.0123m, (await gateway.DecisionAsync(answer)).CostUsd);
    }
}
