using System.Text.Json;
using Loadline.Learning.Calls;
using Loadline.Learning.Grading;
using Loadline.Learning.Tests.Support;
using Loadline.Testing;

namespace Loadline.Learning.Tests.Grading;

public sealed class JudgeTests
{
    private static readonly JudgeQuestion Question = new("do", "look", "grade", """{"type":"object"}""");

    [Fact]
    public async Task Ask_Endpoint_SendsSchemaAndReadsTheObject()
    {
        var handler = new StubHandler((_, _) => (200, StubHandler.Completion("Well: {\"grade\":7,\"reason\":\"ok\"} there"))) { CostHeader = "0.002" };
        var judge = Judge(handler);
        var reply = await judge.AskAsync(Question, default);
        Assert.Equal(7, reply.Answer!.Value.GetProperty("grade").GetInt32());
        Assert.Equal((1L, 0L, 0L, 0.002m), (judge.Calls, judge.Malformed, judge.Failed, judge.CostUsd));
        using var body = JsonDocument.Parse(handler.Bodies[0]);
        Assert.Equal("m", body.RootElement.GetProperty("model").GetString());
        Assert.Equal("{\"type\":\"object\"}", body.RootElement.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").GetRawText());
        Assert.Equal("Bearer k", handler.Authorizations[0]);
    }

    [Theory]
    [InlineData("I would say seven")]
    [InlineData("{\"grade\":")]
    [InlineData("{grade}")]
    public async Task Ask_MalformedAnswer_IsCounted(string text)
    {
        var judge = Judge(new StubHandler((_, _) => (200, StubHandler.Completion(text))));
        Assert.NotNull((await judge.AskAsync(Question, default)).Problem);
        Assert.Equal(1, judge.Malformed);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Ask_BusyThenWell_TriesAgain(int status)
    {
        var handler = new StubHandler((_, number) => number < 2 ? (status, "{\"error\":{\"message\":\"busy\"}}") : (200, StubHandler.Completion("{\"a\":1}")));
        Assert.NotNull((await Judge(handler).AskAsync(Question, default)).Answer);
        Assert.Equal(3, handler.Bodies.Count);
    }

    [Fact]
    public async Task Ask_AlwaysBusy_GivesUpAfterFiveTries()
    {
        var handler = new StubHandler((_, _) => (429, "{\"error\":{\"message\":\"slow down\"}}"));
        var judge = Judge(handler);
        Assert.Contains("slow down", (await judge.AskAsync(Question, default)).Problem, StringComparison.Ordinal);
        Assert.Equal((5, 1L), (handler.Bodies.Count, judge.Failed));
    }

    [Fact]
    public async Task Ask_BadKey_DoesNotTryAgain()
    {
        var handler = new StubHandler((_, _) => (401, "nope"));
        Assert.Contains("nope", (await Judge(handler).AskAsync(Question, default)).Problem, StringComparison.Ordinal);
        Assert.Single(handler.Bodies);
    }

    [Fact]
    public void Wait_Attempts_DoubleUpToTheCap()
    {
        var policy = new RetryPolicy { FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromSeconds(10) };
        for (var attempt = 1; attempt < 4; attempt++)
        {
            Assert.InRange(policy.Wait(attempt, null, new Random(attempt)).TotalSeconds, Math.Pow(2, attempt - 1) / 2, Math.Pow(2, attempt - 1));
        }

        Assert.Equal(10, policy.Wait(30, null, new Random(1)).TotalSeconds);
        Assert.Equal(7, policy.Wait(1, TimeSpan.FromSeconds(7), new Random(1)).TotalSeconds);
        Assert.Equal(10, policy.Wait(1, TimeSpan.FromHours(7), new Random(1)).TotalSeconds);
    }

    private static HttpJudge Judge(StubHandler handler) => new(
        new ChatCaller(new HttpMessageInvoker(handler), new Uri("http://judge.test/v1/chat/completions"), "k", TimeProvider.System, new Random(1))
        {
            Retry = new RetryPolicy { FirstWait = TimeSpan.FromMilliseconds(1) },
        },
        "m");
}
