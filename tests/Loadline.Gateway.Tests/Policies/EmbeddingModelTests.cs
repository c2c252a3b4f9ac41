using Loadline.Core.Decisions;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Policies;

/// <summary>Embeddings for a predictive policy: what they change, what they cost, their cache, and what happens where they do not come.</summary>
public sealed class EmbeddingModelTests : IDisposable
{
    private readonly EmbeddingArtifact _artifact = new();

    public void Dispose() => _artifact.Dispose();

    private string Config(FakeUpstream answers, FakeUpstream embedder, string more = "timeout: 20s") => $$"""
        version: 1
        providers:
          a: { dialect: openai-chat, url: "{{answers.BaseUrl}}", api_key: ka }
          e: { dialect: openai-chat, url: "{{embedder.BaseUrl}}", api_key: ke }
        models:
          small: { provider: a, name: up-small, {{Configs.Small}} }
          large: { provider: a, name: up-large, {{Configs.Large}} }
          embedder: { provider: e, name: up-embed, can: [embeddings], price: { input: 0.1, output: 0 } }
        routes:
          auto:
            pool: [small, large]
            reference: large
            mode: enforce
            quality: uncertified
            policy: { kind: predictive, artifact: "{{_artifact.Path}}", lambda: 0.1, embeddings: { model: embedder, {{more}} } }
        """;

    private static UpstreamScript Vector(string numbers) => UpstreamScript.Raw(
        200, "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":" + numbers + "}],\"model\":\"up-embed\",\"usage\":{\"prompt_tokens\":100,\"total_tokens\":100}}");

    [Theory]
    [InlineData(false, "[0, 3]", "small")]
    [InlineData(true, "[0, 3]", "small")]
    [InlineData(false, "[3, 0]", "large")]
    [InlineData(true, "[3, 0]", "large")]
    [InlineData(false, "\"AAAAAAAAgD8=\"", "small")]
    public async Task Vector_InTime_DecidesAndItsCostIsCounted(bool streaming, string vector, string served)
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vector(vector));
        await using var gateway = await TestGateway.StartAsync(Config(answers, embedder));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var record = await gateway.DecisionAsync(answer);

        Assert.Equal(200, answer.Status);
        Assert.Equal(served, record.Served);
        Assert.Equal("predictive: with the message's embedding", record.Signals.Why);
        Assert.Equal([AttemptKinds.Router, AttemptKinds.Answer], record.Attempts.Select(attempt => attempt.Kind));
        Assert.Equal(0.00001m, record.Attempts[0].CostUsd);
        var asked = Assert.Single(embedder.Requests);
        Assert.Equal("Bearer ke", asked.Header("Authorization"));
        using var body = asked.Json();
        Assert.Equal("up-embed", body.RootElement.GetProperty("model").GetString());
        Assert.Equal(2, body.RootElement.GetProperty("dimensions").GetInt32());
        Assert.Contains("Hello", body.RootElement.GetProperty("input")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(1, (await gateway.MetricsAsync()).Samples["loadline_embeddings_total{outcome=\"answered\",route=\"auto\"}"]);
    }

    [Fact]
    public async Task SameMessage_IsAskedOnce_AndCacheZeroAsksAgain()
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vector("[0, 1]"));
        await using (var gateway = await TestGateway.StartAsync(Config(answers, embedder)))
        {
            await gateway.AskAsync(Bodies.Chat(false));
            var second = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(true).Replace("Hello", "  hELLo ", StringComparison.Ordinal)));
            Assert.Single(embedder.Requests);
            Assert.Equal("small", second.Served);
            Assert.Equal("predictive: with the message's embedding, asked for before", second.Signals.Why);
            Assert.Single(second.Attempts);
            Assert.Equal(1, (await gateway.MetricsAsync()).Samples["loadline_embeddings_total{outcome=\"cached\",route=\"auto\"}"]);
        }

        await using var forgetful = await TestGateway.StartAsync(Config(answers, embedder, "timeout: 20s, cache: 0"));
        await forgetful.AskAsync(Bodies.Chat(false));
        await forgetful.AskAsync(Bodies.Chat(false));
        Assert.Equal(3, embedder.Requests.Count);
    }

    [Theory]
    [InlineData("late", false, "timeout")]
    [InlineData("late", true, "timeout")]
    [InlineData("error", false, "failed")]
    [InlineData("error", true, "failed")]
    [InlineData("gone", false, "failed")]
    [InlineData("other length", false, "bad_answer")]
    [InlineData("zeros", false, "bad_answer")]
    [InlineData("malformed", true, "bad_answer")]
    public async Task NoVector_WordsDecideAndItIsCounted(string kind, bool streaming, string outcome)
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(kind switch
        {
            "late" => UpstreamScript.Hang(),
            "error" => UpstreamScript.Error(500),
            "other length" => Vector("[0, 1, 0]"),
            "zeros" => Vector("[0, 0]"),
            _ => UpstreamScript.Malformed(),
        });
        await using var gateway = await TestGateway.StartAsync(Config(answers, embedder, kind == "late" ? "timeout: 100ms" : "timeout: 20s"));
        if (kind == "gone")
        {
            await embedder.StopListeningAsync();
            embedder.CloseIdleConnections();
        }

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var record = await gateway.DecisionAsync(answer);

        Assert.Equal(200, answer.Status);
        Assert.Equal("large", record.Served);
        Assert.StartsWith("predictive: by its words alone", record.Signals.Why, StringComparison.Ordinal);
        Assert.Equal(AttemptKinds.Router, record.Attempts[0].Kind);
        Assert.Equal(1, (await gateway.MetricsAsync()).Samples["loadline_embeddings_total{outcome=\"" + outcome + "\",route=\"auto\"}"]);
    }

    [Fact]
    public async Task DailyBudget_Spent_IsNotAskedAnyMore()
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vector("[0, 1]"));
        await using var gateway = await TestGateway.StartAsync(Config(answers, embedder, "timeout: 20s, daily_usd: 0.000001"));
        Assert.Equal("small", (await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false)))).Served);
        var second = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false).Replace("Hello", "Other", StringComparison.Ordinal)));
        Assert.Equal("large", second.Served);
        Assert.Single(embedder.Requests);
    }
}
