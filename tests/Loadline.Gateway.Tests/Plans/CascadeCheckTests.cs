using System.Text;
using Loadline.Core.Decisions;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Plans;

/// <summary>Checks that ask somebody: a judging model, a service; in time, too late, and not at all.</summary>
public sealed class CascadeCheckTests
{
    private const string Judge = "{ kind: judge, model: judge, rubric: \"is it polite?\", at_least: 0.7, timeout: 20s }";

    public static TheoryData<bool> Streaming => [true, false];

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Judge_BadGrade_NextStepServesAndTheJudgeIsPaid(bool streaming)
    {
        await using var world = await World.StartAsync(Judge, Grade(3, "it is rude"));
        var answer = await world.Gateway.AskAsync(Bodies.Chat(streaming));
        var record = await world.Gateway.DecisionAsync(answer);

        Assert.Equal("From the large one.", answer.Text);
        Assert.DoesNotContain("CANARY", answer.Body, StringComparison.Ordinal);
        Assert.Equal(["judge judge ok", "answer small draft_rejected", "answer large ok"], record.Attempts.Select(attempt => $"{attempt.Kind} {attempt.Model} {attempt.Outcome}"));
        Assert.Equal(0.000014m, record.Attempts[0].CostUsd);
        Assert.Equal(record.Attempts.Sum(attempt => attempt.CostUsd), record.CostUsd);
        Assert.Equal(record.Attempts[2].CostUsd, record.ReferenceCostUsd);
        Assert.Equal(["small rejected: judge says 0.30, bound 0.70: it is rude"], record.Signals.Checks);
        using var asked = world.Judge.Requests.Single().Json();
        Assert.Equal("up-judge", asked.RootElement.GetProperty("model").GetString());
        Assert.Contains("is it polite?", world.Judge.Requests[0].BodyText, StringComparison.Ordinal);
        Assert.Contains("CANARY draft", world.Judge.Requests[0].BodyText, StringComparison.Ordinal);
        Assert.Equal("json_schema", asked.RootElement.GetProperty("response_format").GetProperty("type").GetString());
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Judge_GoodGrade_DraftServes(bool streaming)
    {
        await using var world = await World.StartAsync(Judge, Grade(9, "fine"));
        var answer = await world.Gateway.AskAsync(Bodies.Chat(streaming));
        var record = await world.Gateway.DecisionAsync(answer);

        Assert.Equal("CANARY draft", answer.Text);
        Assert.Equal(["small accepted: fine"], record.Signals.Checks);
        Assert.Empty(world.Large.Requests);
        Assert.Equal(record.Attempts.Sum(attempt => attempt.CostUsd), record.CostUsd);
        Assert.Equal("ok", record.Attempts.Single(attempt => attempt.Kind == AttemptKinds.Answer).Outcome);
    }

    public static TheoryData<string, string, string, bool> Failures()
    {
        var rows = new TheoryData<string, string, string, bool>();
        foreach (var streaming in (bool[])[true, false])
        {
            foreach (var (kind, says) in ((string, string)[])[("hang", "the judge took too long"), ("error", "the judge failed (upstream_unavailable)"), ("words", "the judge's answer is not JSON"), ("nothing", "the judge's answer has no grade from 0 to 10")])
            {
                rows.Add(kind, says, "reject", streaming);
                rows.Add(kind, says, "accept", streaming);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Judge_CannotSay_OpenOrClosedAsWritten(string kind, string says, string onError, bool streaming)
    {
        var check = Judge.Replace("timeout: 20s", $"timeout: {(kind == "hang" ? "50ms" : "20s")}, on_error: {onError}", StringComparison.Ordinal);
        await using var world = await World.StartAsync(check, kind switch
        {
            "hang" => UpstreamScript.Hang(),
            "error" => UpstreamScript.Error(503),
            "words" => UpstreamScript.Reply("Nine, I would say."),
            _ => UpstreamScript.Reply("{\"verdict\": 9}"),
        });
        var answer = await world.Gateway.AskAsync(Bodies.Chat(streaming));
        var record = await world.Gateway.DecisionAsync(answer);

        Assert.Equal(onError == "accept" ? "CANARY draft" : "From the large one.", answer.Text);
        Assert.Equal(onError == "accept" ? $"small accepted: judge: {says}, so it is let through" : $"small rejected: judge: {says}", Assert.Single(record.Signals.Checks!));
        await Invariants.HoldAsync(world.Gateway, world.Small, world.Large);
    }

    [Theory]
    [InlineData("{\"pass\": true}", true, "CANARY draft", "small accepted")]
    [InlineData("{\"pass\": false, \"reason\": \"off topic\"}", false, "From the large one.", "small rejected: http says 0.00, bound 0.50: off topic")]
    [InlineData("{\"score\": 0.4}", true, "From the large one.", "small rejected: http says 0.40, bound 0.50")]
    [InlineData("{\"score\": 0.6}", false, "CANARY draft", "small accepted")]
    [InlineData("not json", true, "From the large one.", "small rejected: http: the service said neither `score` from 0 to 1 nor `pass`")]
    public async Task Http_Service_IsAskedAtTheConfigsAddress(string says, bool streaming, string served, string why)
    {
        await using var service = FakeUpstream.Start(new UpstreamScript { Body = Encoding.UTF8.GetBytes(says) });
        await using var world = await World.StartAsync($"{{ kind: http, url: \"{service.BaseUrl}/chat/completions\", timeout: 20s }}", Grade(9, ""));
        var answer = await world.Gateway.AskAsync(Bodies.Chat(streaming));
        var record = await world.Gateway.DecisionAsync(answer);

        Assert.Equal(served, answer.Text);
        Assert.Equal([why], record.Signals.Checks);
        using var asked = service.Requests.Single().Json();
        Assert.Equal(("CANARY draft", "small"), (asked.RootElement.GetProperty("answer").GetString(), asked.RootElement.GetProperty("model").GetString()));
        Assert.Null(service.Requests[0].Header("Authorization"));
        Assert.Empty(world.Judge.Requests);
    }

    [Theory]
    [InlineData("reject", "From the large one.")]
    [InlineData("accept", "CANARY draft")]
    public async Task Http_GoneOrSlow_OpenOrClosedAsWritten(string onError, string served)
    {
        await using var service = FakeUpstream.Start(UpstreamScript.Hang());
        await using var slow = await World.StartAsync($"{{ kind: http, url: \"{service.BaseUrl}/chat/completions\", timeout: 50ms, on_error: {onError} }}", Grade(9, ""));
        Assert.Equal(served, (await slow.Gateway.AskAsync(Bodies.Chat(streaming: true))).Text);
        using var closed = new ClosedPort();
        await using var gone = await World.StartAsync($"{{ kind: http, url: \"{closed.BaseUrl}/check\", timeout: 20s, on_error: {onError} }}", Grade(9, ""));
        Assert.Equal(served, (await gone.Gateway.AskAsync(Bodies.Chat(streaming: false))).Text);
    }

    [Theory]
    [InlineData("{ kind: all, of: [{ kind: judge, model: judge }, { kind: regex, pattern: \"never\" }] }", 0)]
    [InlineData("{ kind: any, of: [{ kind: judge, model: judge }, { kind: regex, pattern: \"draft\" }] }", 0)]
    [InlineData("{ kind: score, of: [{ kind: judge, model: judge }, { kind: regex, pattern: \"draft\" }], at_least: 0.5 }", 0)]
    [InlineData("{ kind: score, of: [{ kind: judge, model: judge }, { kind: regex, pattern: \"draft\" }], at_least: 0.9 }", 1)]
    [InlineData("{ kind: all, of: [{ kind: judge, model: judge }, { kind: regex, pattern: \"draft\" }] }", 1)]
    public async Task Combined_NobodyIsAskedWhatCouldChangeNothing(string check, int asked)
    {
        await using var world = await World.StartAsync(check, Grade(9, "fine"));
        await world.Gateway.AskAsync(Bodies.Chat(streaming: true));
        Assert.Equal(asked, world.Judge.Requests.Count);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(", max_cost_usd: 0.0105", 0)]
    public async Task MaxCost_CountsWhatJudgingCosts(string cap, int asked)
    {
        // Without the judge a draft and the large one fit: some 0.0011 and 0.0084 USD at most as estimated; the judge's price is made to matter.
        await using var world = await World.StartAsync(Judge, Grade(2, "bad"), cap, "price: { input: 100, output: 400 }");
        var answer = await world.Gateway.AskAsync(Bodies.Chat(streaming: false));
        Assert.Equal(asked, world.Judge.Requests.Count);
        Assert.Equal(asked == 1 ? "From the large one." : "CANARY draft", answer.Text);
    }

    [Fact]
    public async Task Judge_StreamHeldWhileItThinks_CallerGetsComments()
    {
        await using var world = await World.StartAsync(Judge, Grade(9, "fine") with { TimeToFirstByte = TimeSpan.FromMilliseconds(400) }, ", keep_alive: 20ms");
        var answer = await world.Gateway.AskAsync(Bodies.Chat(streaming: true));
        Assert.Equal("CANARY draft", answer.Text);
        Assert.Contains(": loadline is waiting", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Best_ByAJudge_HighestGradeServes(bool streaming)
    {
        await using var world = await World.StartAsync(null, Grade(2, "weak"), plan: "{ kind: parallel, take: best, candidates: [small, large], check: { kind: judge, model: judge, timeout: 20s } }");
        world.Judge.Enqueue(Grade(2, "weak"));
        world.Judge.Enqueue(Grade(8, "strong"));
        var answer = await world.Gateway.AskAsync(Bodies.Chat(streaming));
        var record = await world.Gateway.DecisionAsync(answer);

        // Which of the two was judged first is chance; the better grade wins either way.
        Assert.Equal(2, world.Judge.Requests.Count);
        Assert.Equal(record.Signals.Checks!.Single(check => check.Contains("0.80", StringComparison.Ordinal) || check.Contains("score 1.00", StringComparison.Ordinal)).Split(' ')[0], record.Served);
        Assert.Equal(record.Attempts.Sum(attempt => attempt.CostUsd), record.CostUsd);
        Assert.Equal(2, record.Attempts.Count(attempt => attempt.Kind == AttemptKinds.Judge));
    }

    private static UpstreamScript Grade(int grade, string reason) =>
        new() { Text = $"{{\"reason\": \"{reason}\", \"grade\": {grade}}}", Usage = new(100, CompletionTokens: 10) };

    private sealed record World(FakeUpstream Small, FakeUpstream Large, FakeUpstream Judge, TestGateway Gateway) : IAsyncDisposable
    {
        public static async Task<World> StartAsync(string? check, UpstreamScript judge, string more = "", string price = "price: { input: 0.1, output: 0.4 }", string? plan = null)
        {
            var small = FakeUpstream.Start(UpstreamScript.Reply("CANARY draft"));
            var large = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
            var judging = FakeUpstream.Start(judge);
            plan ??= $"{{ kind: cascade, steps: [small, large], accept: {check}{more} }}";
            var config = $$"""
                version: 1
                providers:
                  a: { dialect: openai-chat, url: "{{small.BaseUrl}}", api_key: ka }
                  b: { dialect: openai-chat, url: "{{large.BaseUrl}}", api_key: kb }
                  j: { dialect: openai-chat, url: "{{judging.BaseUrl}}", api_key: kj, breaker: off }
                models:
                  small: { provider: a, name: up-small, {{Configs.Small}} }
                  large: { provider: b, name: up-large, {{Configs.Large}} }
                  judge: { provider: j, name: up-judge, {{price}} }
                routes:
                  auto: { pool: [small, large], reference: large, mode: enforce, quality: uncertified, plan: {{plan}} }
                """;
            return new World(small, large, judging, await TestGateway.StartAsync(config));
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Small.DisposeAsync();
            await Large.DisposeAsync();
            await Judge.DisposeAsync();
        }
    }
}
