using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Checks;
using Loadline.Core.Outcomes;
using Loadline.Learning.Calls;
using Loadline.Learning.Collecting;
using Loadline.Learning.Grading;
using Loadline.Learning.Tests.Support;

namespace Loadline.Learning.Tests.Collecting;

public sealed class CollectorTests : IDisposable
{
    private static readonly CollectCandidate[] Candidates =
    [
        new("small", new ModelPrice(1, 1), ["p/small"]), new("large", new ModelPrice(10, 10), ["p/large"]),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_AllGoesWell_WritesEveryPair()
    {
        var prompts = Prompts(20);
        var report = await Run(prompts, new StubHandler(Answer));
        Assert.Equal((40L, 0L, null, 40L), (report.Answered, report.Failed, report.Stopped, report.Grades.Graded));
        var table = OutcomeTable.Load(_folder.At("out.jsonl"));
        Assert.Equal(["small", "large"], table.Models);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), table.Rows.Select(row => row.Id));
        var row = table.Rows[3];
        Assert.Equal(("1.50", 1.0, 0.0), (row.Field("extra")!.Value.GetRawText(), row.Outcomes["small"].Quality, row.Outcomes["large"].Quality));
        Assert.Equal((0.000015m, 10, 5, "3"), (row.Outcomes["small"].Cost, row.Outcomes["small"].InputTokens, row.Outcomes["small"].OutputTokens, row.Outcomes["small"].Response));
        Assert.Equal("""{"n":{"kind":"numeric"}}""", table.Header!.Graders!.Value.GetRawText());
        Assert.False(File.Exists(_folder.At("out.jsonl.journal")));
        Assert.Equal(20 * 0.000165m, report.SpentUsd);
    }

    [Fact]
    public async Task Run_Again_AsksOnlyWhatIsMissing()
    {
        var prompts = Prompts(10);
        var broken = new StubHandler((body, number) => body.Contains("large", StringComparison.Ordinal) && number % 3 == 0 ? (400, "{}") : Answer(body, number));
        var first = await Run(prompts, broken);
        Assert.True(first.Failed > 0);
        var second = new StubHandler(Answer);
        var report = await Run(Prompts(12), second);
        Assert.Equal(first.Failed + 4, report.Answered);
        Assert.Equal(report.Answered, second.Bodies.Count);
        Assert.Equal(12, OutcomeTable.Load(_folder.At("out.jsonl")).Rows.Count(row => row.Outcomes.Count == 2));
        var third = new StubHandler(Answer);
        await Run(Prompts(5), third);
        Assert.Empty(third.Bodies);
        Assert.Equal(12, OutcomeTable.Load(_folder.At("out.jsonl")).Rows.Count);
    }

    [Fact]
    public async Task Run_CapReached_StopsBelowItAndGoesOnLater()
    {
        // One row costs at most 11 × (1.25 × input + 50 + 100 output tokens) per million: some 0.002 USD.
        var prompts = Prompts(200);
        var report = await Run(prompts, new StubHandler((body, _) => (200, StubHandler.Completion(Number(body), 10, 100))), maxUsd: 0.05m);
        Assert.Equal("spending cap", report.Stopped);
        Assert.InRange(report.SpentUsd, 0.04m, 0.05m);
        var rows = OutcomeTable.Load(_folder.At("out.jsonl")).Rows.Count;
        Assert.InRange(rows, 20, 60);
        Assert.Null((await Run(prompts, new StubHandler(Answer))).Stopped);
        Assert.Equal(200, OutcomeTable.Load(_folder.At("out.jsonl")).Rows.Count(row => row.Outcomes.Count == 2));
    }

    [Fact]
    public async Task Run_CrashLeavesHalfALine_LosesOnlyThatOne()
    {
        File.WriteAllText(_folder.At("out.jsonl.journal"),
            """{"id":"0","prompt":"","outcomes":{"small":{"quality":0.25,"response":"kept"}}}""" + "\n"
            + """{"id":"0","prompt":"","outcomes":{"large":{"response":"to grade 0"}}}""" + "\n" + """{"id":"1","prompt":"","outcomes":{"sma""");
        var handler = new StubHandler(Answer);
        await Run(Prompts(2), handler);
        Assert.Equal(2, handler.Bodies.Count);
        var rows = OutcomeTable.Load(_folder.At("out.jsonl")).Rows;
        Assert.Equal(("kept", 0.25), (rows[0].Outcomes["small"].Response, rows[0].Outcomes["small"].Quality));
        Assert.Equal(("to grade 0", 1.0), (rows[0].Outcomes["large"].Response, rows[0].Outcomes["large"].Quality));
        Assert.Equal(2, rows[1].Outcomes.Count);
    }

    [Fact]
    public async Task Run_ModelFailsAgainAndAgain_IsAskedNoMore()
    {
        var handler = new StubHandler((body, number) => body.Contains("large", StringComparison.Ordinal) ? (401, "{\"error\":{\"message\":\"bad key\"}}") : Answer(body, number));
        var report = await Run(Prompts(100), handler, concurrency: 1);
        Assert.Equal("bad key", report.GivenUp["large"]);
        Assert.Equal((100L, 5L), (report.Answered, report.Failed));
    }

    [Fact]
    public async Task Run_Concurrency_IsKept()
    {
        var handler = new StubHandler(Answer);
        await Run(Prompts(50), handler, concurrency: 3);
        Assert.InRange(handler.MostAtOnce, 1, 3);
    }

    [Fact]
    public async Task Run_CancelledBefore_AsksNothingAndLeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var handler = new StubHandler(Answer);
        var report = await Run(Prompts(5), handler, cancellationToken: cancelled.Token);
        Assert.Equal(("cancelled", 0), (report.Stopped, handler.Bodies.Count));
    }

    [Fact]
    public void Open_StoreTwice_IsRefused()
    {
        using var first = new CollectStore(_folder.At("t.jsonl"));
        Assert.ThrowsAny<IOException>(() => new CollectStore(_folder.At("t.jsonl")));
    }

    [Fact]
    public void Estimate_Prompts_CountsWhatIsLeftAndRefusesRepeatedIds()
    {
        using var store = new CollectStore(_folder.At("out.jsonl"));
        store.Append("0", "small", new Outcome { Response = "x" });
        var estimate = CollectEstimator.Estimate(Prompts(3), Candidates, store, new CollectOptions { MaxOutput = 100, ExpectedOutput = 50 }, new JudgePricing(new ModelPrice(1, 1)), 1);
        Assert.Equal((3L, 5L, 1L, 1L), (estimate.Rows, estimate.Calls, estimate.Done, estimate.ToGrade));
        Assert.True(estimate.ByModel["large"] > estimate.ByModel["small"] * 10);
        Assert.True(estimate.MostUsd > estimate.ExpectedUsd && estimate.JudgeUsd > 0);
        var twice = _folder.Write("twice.jsonl", "{\"id\":\"1\",\"prompt\":\"a\"}\n{\"id\":\"1\",\"prompt\":\"b\"}\n");
        Assert.Contains("twice.jsonl:2: the id '1'", Assert.Throws<OutcomeTableException>(
            () => CollectEstimator.Estimate(twice, Candidates, store, new CollectOptions(), null, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_SlotsAreEven()
    {
        var time = new Loadline.Testing.FakeTimeProvider();
        var rate = new CallRate(TimeSpan.FromSeconds(2), time);
        Assert.True(rate.WaitAsync(default).IsCompleted);
        var second = rate.WaitAsync(default);
        var third = rate.WaitAsync(default);
        time.Advance(TimeSpan.FromSeconds(2));
        await second;
        Assert.False(third.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await third;
    }

    private static (int Status, string Body) Answer(string body, int number) =>
        (200, StubHandler.Completion(body.Contains("small", StringComparison.Ordinal) ? Number(body) : "no idea: -1"));

    private static string Number(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!.Split(' ')[1];
    }

    private string Prompts(int count) => _folder.Write(
        "prompts.jsonl", string.Concat(Enumerable.Range(0, count).Select(i => $$"""{"id":"{{i}}","prompt":"Say {{i}} please","answer":{{i}},"extra":1.50}""" + "\n")));

    private async Task<CollectReport> Run(
        string prompts, StubHandler handler, decimal maxUsd = 5, int concurrency = 4, CancellationToken cancellationToken = default)
    {
        using var json = JsonDocument.Parse("""{"kind":"numeric"}""");
        GraderDefinition[] definitions = [GraderDefinition.Read("n", json.RootElement)];
        var graders = new GraderSet(GraderSet.Create(definitions, _ => throw new InvalidOperationException(), "."), null);
        using var store = new CollectStore(_folder.At("out.jsonl"));
        using var http = new HttpMessageInvoker(handler);
        var caller = new ChatCaller(http, new Uri("http://gateway.test/v1/chat/completions"), null, TimeProvider.System, new Random(1));
        var collector = new Collector(
            Candidates, store, caller, graders, new SpendingCap(maxUsd), new CollectOptions { MaxOutput = 100, Concurrency = concurrency }, TimeProvider.System);
        var report = await collector.RunAsync(prompts, static () => { }, cancellationToken);
        store.Finish(CollectHeader.Create(Candidates, definitions), prompts, ["small", "large"]);
        return report;
    }
}
