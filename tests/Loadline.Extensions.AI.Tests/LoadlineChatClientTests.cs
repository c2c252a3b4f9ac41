using System.Net;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Loadline.Testing;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace Loadline.Extensions.AI.Tests;

public sealed class LoadlineChatClientTests(ITestOutputHelper output) : IDisposable
{
    private readonly ScriptedClient _small = new("small-1");
    private readonly ScriptedClient _large = new("large-1");

    public void Dispose()
    {
        _small.Dispose();
        _large.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_TwoModels_AnswersFromTheCheapestAndTellsTheDecision(bool stream)
    {
        using var client = Chats.TwoModels(_small, _large);
        var (text, decision) = await client.AskAsync(stream);
        Assert.Equal("answer of small-1", text);
        Assert.NotNull(decision);
        Assert.Equal(("auto", "small", "test/small-1", "policy=cheapest"), (decision.Route, decision.Model, decision.Deployment, decision.Reason));
        Assert.True(decision.IsFinished);
        Assert.Equal((0.00014m, 0.007m), (decision.CostUsd, decision.ReferenceCostUsd));
        Assert.Equal("ok", decision.Record!.Outcome);
        Assert.Equal("small-1", Assert.Single(_small.Asked)!.ModelId);
        Assert.Empty(_large.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_FirstFailsBeforeContent_TheReferenceAnswers(bool stream)
    {
        _small.Fails = new HttpRequestException("busy", null, HttpStatusCode.ServiceUnavailable);
        using var client = Chats.TwoModels(_small, _large);
        var (text, decision) = await client.AskAsync(stream);
        Assert.Equal("answer of large-1", text);
        Assert.Equal(("large", 2), (decision!.Model, decision.Attempts));
        Assert.Equal(["upstream_unavailable", "ok"], decision.Record!.Attempts.Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task Stream_FailsAfterContent_ThrowsAndAsksNobodyElse()
    {
        (_small.Fails, _small.FailsAfter) = (new IOException("cut"), 1);
        using var client = Chats.TwoModels(_small, _large);
        var text = "";
        var error = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Hello")]))
            {
                text += update.Text;
            }
        });
        Assert.Equal(("cut", "answer of "), (error.Message, text));
        Assert.Empty(_large.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_RefusedRequest_IsThrownAsItCameAndNotRepeated(bool stream)
    {
        _small.Fails = new HttpRequestException("bad schema", null, HttpStatusCode.BadRequest);
        using var client = Chats.TwoModels(_small, _large);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(stream));
        Assert.Same(_small.Fails, error);
        Assert.True(Loadline.Core.Decisions.DecisionId.IsValid((string)error.Data["loadline.decision"]!));
        Assert.Empty(_large.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_EverybodyFails_ThrowsTheLastError(bool stream)
    {
        _small.Fails = new HttpRequestException("one", null, HttpStatusCode.BadGateway);
        _large.Fails = new HttpRequestException("two", null, HttpStatusCode.Unauthorized);
        using var client = Chats.TwoModels(_small, _large);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(stream));
        Assert.Equal("two", error.Message);
        Assert.Single(_large.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CallerCancels_IsCancelledAndNobodyElseIsAsked(bool stream)
    {
        using var source = new CancellationTokenSource();
        _small.Waits = async token =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        };
        using var client = Chats.TwoModels(_small, _large);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(stream, cancellationToken: source.Token));
        Assert.Empty(_large.Asked);
    }

    [Fact]
    public async Task Stream_CallerStopsReading_TheClientIsLetGo()
    {
        using var client = Chats.TwoModels(_small, _large);
        await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Hello")]))
        {
            break;
        }

        await Eventually(() => _small.WasLeft);
        Assert.Equal("answer of small-1", (await client.AskAsync(stream: true)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Tools_NeedACandidateThatCan(bool stream)
    {
        var tool = AIFunctionFactory.Create((string city) => city + ": 21 °C", "weather", "Tells the weather.");
        _large.Answer = [new FunctionCallContent("call-1", "weather", new Dictionary<string, object?> { ["city"] = "Oslo" })];
        using var client = LoadlineChatClient.Create(builder => builder
            .AddModel("small", _small, Chats.Cheap, can: Capabilities.None)
            .AddModel("large", _large, Chats.Dear, can: Capabilities.Tools)
            .AddRoute("auto", ["small", "large"], reference: "large"));
        var decision = (await client.AskAsync(stream, new ChatOptions { Tools = [tool] })).Decision;
        Assert.Equal("large", decision!.Model);
        Assert.Equal(1, decision.Record!.Signals.Tools);
        Assert.Same(tool, Assert.Single(Assert.Single(_large.Asked)!.Tools!));
    }

    [Fact]
    public async Task Ask_CandidateWithEffort_SetsItAndLeavesTheCallersOptionsAlone()
    {
        using var client = Chats.TwoModels(_small, _large, builder => builder
            .AddModel("large-high", "large", effort: "high").AddRoute("hard", ["large-high"], reference: "large-high"));
        var options = new ChatOptions { ModelId = "hard", Temperature = 0.5f, Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low } };
        await client.GetResponseAsync([new ChatMessage(ChatRole.User, "Prove it.")], options);
        var asked = Assert.Single(_large.Asked)!;
        Assert.Equal(("large-1", ReasoningEffort.High, 0.5f), (asked.ModelId, asked.Reasoning!.Effort!.Value, asked.Temperature!.Value));
        Assert.Equal(("hard", ReasoningEffort.Low), (options.ModelId, options.Reasoning.Effort!.Value));
    }

    [Fact]
    public async Task Ask_UnknownModel_SaysWhichThereAre()
    {
        using var client = Chats.TwoModels(_small, _large);
        var error = await Assert.ThrowsAsync<LoadlineException>(() => client.AskAsync(stream: false, new ChatOptions { ModelId = "huge" }));
        Assert.Equal("unknown_model", error.Code);
        Assert.Contains("Routes: auto; models: small, large", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_CostLimitInProperties_NarrowsAsTheHeaderDoes()
    {
        using var client = Chats.TwoModels(_small, _large);
        var options = new ChatOptions { AdditionalProperties = new() { ["x-loadline-max-cost-usd"] = 0.0000000001 } };
        var error = await Assert.ThrowsAsync<LoadlineException>(() => client.AskAsync(stream: false, options));
        Assert.Equal("no_eligible_candidate", error.Code);
        Assert.Contains("expected to cost more than the limit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_TwoClientsOfOneModel_OneStandsInForTheOther()
    {
        var twin = new ScriptedClient("small-1") { Fails = new HttpRequestException("down", null, HttpStatusCode.ServiceUnavailable) };
        using var client = LoadlineChatClient.Create(builder => builder
            .AddModel("small", [twin, _small], Chats.Cheap).AddRoute("auto", ["small"], reference: "small"));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("answer of small-1", (await client.AskAsync(stream: i % 2 == 0)).Text);
        }

        Assert.NotEmpty(twin.Asked);
    }

    [Fact]
    public async Task Ask_Cascade_ServesTheDraftThatPassesItsCheck()
    {
        _small.Answer = [new TextContent("I cannot help with that.")];
        using var client = new LoadlineChatClient(Options("""
            plan: { kind: cascade, steps: [small, large], accept: { kind: refusal } }
            """));
        var (text, decision) = await client.AskAsync(stream: false);
        Assert.Equal("answer of large-1", text);
        Assert.Equal(["draft_rejected", "ok"], decision!.Record!.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal("answer of large-1", (await client.AskAsync(stream: true)).Text);
    }

    [Fact]
    public async Task Dispose_LeavesTheApplicationsClientsAlone()
    {
        var client = Chats.TwoModels(_small, _large);
        await client.AskAsync(stream: false);
        client.Dispose();
        Assert.False(_small.IsDisposed);
    }

    [Fact]
    public async Task Feedback_TeachesTheBanditThatDecided()
    {
        using var client = new LoadlineChatClient(Options("policy: { kind: bandit }"));
        var decision = (await client.AskAsync(stream: false)).Decision!;
        Assert.True(client.Feedback(decision.Id, 1));
        Assert.True(client.Feedback(decision.Id, 1));
        Assert.False(client.Feedback("01JCZZZZZZZZZZZZZZZZZZZZZZ", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.Feedback(decision.Id, 1.5));
        Assert.True(await client.FeedbackAsync(decision.Id, 0));
    }

    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    public async Task Feedback_OneModelIsAlwaysRightAndTheOtherNever_TheBanditGoesThere(string good)
    {
        // Ids, and with them the draws that follow, depend on the clock: with one that stands still every run is the same run.
        var options = Options("policy: { kind: bandit, explore: 20%, first: 5 }");
        options.NewRandom = () => new Random(7);
        options.Time = new FakeTimeProvider();
        using var client = new LoadlineChatClient(options);
        var chosen = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            var decision = (await client.AskAsync(stream: false)).Decision!;
            chosen.Add(decision.Model);
            Assert.True(client.Feedback(decision.Id, decision.Model == good ? 1 : 0));
        }

        output.WriteLine($"{good}: {chosen.TakeLast(100).Count(model => model == good)} of the last 100");
        Assert.InRange(chosen.TakeLast(100).Count(model => model == good), 70, 100);
    }

    [Fact]
    public void Create_DeploymentWithoutClient_NamesAllOfThem()
    {
        var options = Options("");
        options.Clients.Clear();
        var error = Assert.Throws<LoadlineException>(() => new LoadlineChatClient(options));
        Assert.Equal("missing_client", error.Code);
        Assert.Contains("one/small-1, two/large-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NothingToDecideBy_SaysWhatToSet()
    {
        var error = Assert.Throws<LoadlineException>(() => new LoadlineChatClient(new LoadlineOptions { Route = "" }));
        Assert.Contains("set ConfigPath", error.Message, StringComparison.Ordinal);
        Assert.Contains("Route must name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_CallsNobody()
    {
        using var client = Chats.TwoModels(_small, _large);
        var record = client.Decide([new ChatMessage(ChatRole.User, "Hello")]);
        Assert.Equal(("small", null), (record.Choice, record.Served));
        Assert.Empty(_small.Asked);
    }

    private LoadlineOptions Options(string route)
    {
        var yaml = $$"""
            version: 1
            providers:
              one: { dialect: anthropic, url: "http://127.0.0.1:9/v1" }
              two: { dialect: gemini, url: "http://127.0.0.1:9/v1" }
            models:
              small: { price: { input: 0.1, output: 0.4 }, provider: one, name: small-1 }
              large: { price: { input: 5, output: 20 }, provider: two, name: large-1 }
            routes:
              auto:
                pool: [small, large]
                reference: large
                mode: enforce
                quality: uncertified
                {{(route.Length > 0 ? route : "policy: cheapest")}}
            """;
        var result = ConfigReader.Read(yaml, "loadline.yaml", _ => null);
        Assert.Empty(result.Errors);
        return new LoadlineOptions { Config = result.Config, Clients = { ["one"] = _small, ["two"] = _large } };
    }

    private static async Task Eventually(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
