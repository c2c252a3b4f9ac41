using System.Text;
using Loadline.Core.Configuration;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Plans;

/// <summary>What a check does where what it needs does not come: it opens or closes as written.</summary>
public sealed class CascadeFailureTests
{
    [Theory]
    [InlineData("", "From the large one.", true)]
    [InlineData(", on_error: reject", "From the large one.", false)]
    [InlineData(", on_error: accept", "draft", true)]
    [InlineData(", on_error: accept", "draft", false)]
    public async Task Logprob_NoneCome_OpensOrCloses(string onError, string served, bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("draft"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
        await using var gateway = await StartAsync(a, b, $"{{ kind: logprob, mean: -0.4{onError} }}");
        Assert.Equal(served, (await gateway.AskAsync(Bodies.Chat(streaming))).Text);
    }

    [Theory]
    [InlineData("", "From the large one.", true)]
    [InlineData(", on_error: accept", "42", true)]
    [InlineData(", on_error: accept", "42", false)]
    public async Task Agreement_SamplesTakeTooLong_OpensOrCloses(string onError, string served, bool streaming)
    {
        await using var a = FakeUpstream.Start();
        a.Enqueue(UpstreamScript.Reply("42"), UpstreamScript.Hang(), UpstreamScript.Hang());
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
        await using var gateway = await StartAsync(a, b, $"{{ kind: agreement, samples: 2, timeout: 50ms{onError} }}");
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        Assert.Equal(served, answer.Text);
        Assert.Equal(2, (await gateway.DecisionAsync(answer)).Attempts.Count(attempt => attempt.Outcome == "not_chosen"));
        await Invariants.HoldAsync(gateway, a, b);
    }

    [Theory]
    [InlineData(-0.1, "sure", true)]
    [InlineData(-0.1, "sure", false)]
    [InlineData(-2.5, "From the large one.", true)]
    [InlineData(-2.5, "From the large one.", false)]
    public async Task Logprob_GeminiTellsItsMean_ItIsWhatCounts(double mean, string served, bool streaming)
    {
        var average = mean.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string Reply(string text, string more) => "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"" + text + "\"}]}" + more
            + "}],\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":2,\"totalTokenCount\":12},\"modelVersion\":\"g\"}";
        var last = $",\"finishReason\":\"STOP\",\"avgLogprobs\":{average}";
        ReadOnlyMemory<byte>[] events = [Encoding.UTF8.GetBytes($"data: {Reply("su", "")}\n\n"), Encoding.UTF8.GetBytes($"data: {Reply("re", last)}\n\n")];
        await using var a = FakeUpstream.Start(new UpstreamScript { Body = Encoding.UTF8.GetBytes(Reply("sure", last)), Events = events, IsNative = true });
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
        await using var gateway = await TestGateway.StartAsync(Plan(Configs.Pair(a.BaseUrl, b.BaseUrl, "plan: PLAN", dialectA: "gemini"), "{ kind: logprob, mean: -0.5 }"));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var record = await gateway.DecisionAsync(answer);

        Assert.Equal(served, answer.Text);
        Assert.Equal(served == "sure" ? ["small accepted"] : ["small rejected: mean log-probability -2.50, bound -0.50"], record.Signals.Checks);
    }

    [Theory]
    [InlineData("{ kind: judge, model: nobody }", "the judge `nobody` is not a model of this file")]
    [InlineData("{ kind: all, of: [{ kind: stop }, { kind: judge, model: small }] }", "`small` would judge its own answers")]
    [InlineData("{ kind: judge }", "`judge` needs the model that judges")]
    [InlineData("{ kind: http, url: \"ftp://x/y\" }", "`http` needs the `url` of a service")]
    [InlineData("{ kind: http, url: \"http://x/y\", timeout: 0s }", "`timeout` of the kind `http` must be a time above 0")]
    [InlineData("{ kind: judge, model: embed, on_error: maybe }", "`on_error` of the kind `judge` is `reject`")]
    [InlineData("{ kind: judge, model: embed, at_least: 2 }", "`at_least` of the kind `judge` must be above 0 and at most 1")]
    [InlineData("{ kind: stop, timeout: 2s }", "`timeout` is not known to the kind `stop`")]
    public void Config_Mistakes_AreNamedWithTheirPlace(string check, string message)
    {
        var url = new Uri("http://127.0.0.1:1/v1");
        var error = Assert.Single(ConfigReader.Read(Plan(Configs.Pair(url, url, "plan: PLAN"), check), "test.yaml", static _ => null).Errors);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(error.Line > 1 && error.Column > 1);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(429, true)]
    public async Task Budget_WhatJudgesMayCost_IsReserved(int status, bool judged)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("draft"));
        var config = Configs.Pair(a.BaseUrl, a.BaseUrl, "usage: { budget: 0.006/day }, plan: PLAN", models: "  judge: { provider: a, name: j, price: { input: 200, output: 400 } }");
        await using var gateway = await TestGateway.StartAsync(Plan(config, judged ? "{ kind: judge, model: judge, on_error: accept }" : "{ kind: stop }"));
        Assert.Equal(status, (await gateway.AskAsync(Bodies.Chat(streaming: false, more: ",\"max_tokens\":100"))).Status);
    }

    private static string Plan(string config, string check) => config.Replace("PLAN", $"{{ kind: cascade, steps: [small, large], accept: {check} }}", StringComparison.Ordinal)
        .Replace("policy: { kind: fixed, use: small }, ", "", StringComparison.Ordinal);

    private static Task<TestGateway> StartAsync(FakeUpstream a, FakeUpstream b, string check) =>
        TestGateway.StartAsync(Plan(Configs.Pair(a.BaseUrl, b.BaseUrl, "plan: PLAN"), check));
}
