using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Policies;

/// <summary>A semantic policy that compares by an embedding model's vectors: examples once, each message once, words where nothing comes.</summary>
public sealed class SemanticEmbeddingTests
{
    // Messages and examples in one plane: the angle is all that counts. "Hello" is the message; refunds lie at 0°, faults at 90°.
    private static string Config(FakeUpstream answers, FakeUpstream embedder, string more = "", string embeddings = "timeout: 20s") => $$"""
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
            rules:
              - name: asked
                when: { turns: ">= 1" }
                policy:
                  kind: semantic
                  routes:
                    - { name: refunds, use: small, description: "what has to do with money that is wanted back" }
                    - { name: faults, use: large, description: "devices that are broken" }
                  embeddings: { model: embedder, {{embeddings}} }{{more}}
            policy: { kind: fixed, use: large }
        """;

    private static UpstreamScript Vectors(params double[] degrees) => UpstreamScript.Raw(
        200, "{\"object\":\"list\",\"data\":[" + string.Join(',', degrees.Select((degree, i) => string.Create(
            CultureInfo.InvariantCulture, $"{{\"object\":\"embedding\",\"index\":{i},\"embedding\":[{Math.Cos(degree * Math.PI / 180):0.######}, {Math.Sin(degree * Math.PI / 180):0.######}]}}")))
        + "],\"model\":\"up-embed\",\"usage\":{\"prompt_tokens\":100,\"total_tokens\":100}}");

    [Theory]
    [InlineData(20, "", "small", "asked", true)]
    [InlineData(20, "", "small", "asked", false)]
    [InlineData(80, "", "large", "asked", true)]
    [InlineData(20, ", threshold: 0.99", "large", null, false)]
    [InlineData(44, ", margin: 0.1", "large", null, false)]
    public async Task DescriptionsAlone_AreComparedByMeaning(double degrees, string more, string served, string? rule, bool streaming)
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vectors(degrees, 0, 90));
        await using var gateway = await TestGateway.StartAsync(Config(answers, embedder, more.Length > 0 ? "\n          " + more[2..] : ""));

        var record = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming)));

        Assert.Equal((served, rule), (record.Served, record.Rule));
        if (rule is not null)
        {
            Assert.StartsWith($"semantic: nearest is {(served == "small" ? "refunds" : "faults")}, 0.9", record.Signals.Why, StringComparison.Ordinal);
            Assert.Contains("by meaning (its threshold 0.500)", record.Signals.Why, StringComparison.Ordinal);
        }

        Assert.Equal(0.00001m, record.Attempts[0].CostUsd);
        Assert.Equal(record.Attempts.Sum(attempt => attempt.CostUsd), record.CostUsd);
        using var asked = Assert.Single(embedder.Requests).Json();
        Assert.Equal(3, asked.RootElement.GetProperty("input").GetArrayLength());
    }

    [Fact]
    public async Task Examples_AreEmbeddedOnce_AndAMessageOnce()
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vectors(20));
        embedder.Enqueue(Vectors(80, 0, 90));
        await using var gateway = await TestGateway.StartAsync(Config(answers, embedder));

        await gateway.AskAsync(Bodies.Chat(false));
        var other = Bodies.Chat(false).Replace("Hello", "Another message", StringComparison.Ordinal);
        var second = await gateway.DecisionAsync(await gateway.AskAsync(other));
        var third = await gateway.DecisionAsync(await gateway.AskAsync(other.Replace("Another", " ANOTHER", StringComparison.Ordinal)));

        Assert.Equal(2, embedder.Requests.Count);
        Assert.Equal(("small", "small"), (second.Served, third.Served));
        Assert.Single(third.Attempts);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("malformed")]
    [InlineData("few")]
    public async Task NoVectors_WordsDecide_AndTheNextRequestTriesAgain(string kind)
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vectors(20, 0, 90));
        embedder.Enqueue(kind switch { "error" => UpstreamScript.Error(500), "few" => Vectors(20), _ => UpstreamScript.Malformed() });
        await using var gateway = await TestGateway.StartAsync(Config(answers, embedder));

        var first = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false)));
        var second = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false)));

        // By words "Hello" is like neither description: it abstains.
        Assert.Equal(("large", null), (first.Served, first.Rule));
        Assert.Equal(("small", "asked"), (second.Served, second.Rule));
    }

    [Fact]
    public async Task Cache_Zero_AsksAgain()
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vectors(20));
        embedder.Enqueue(Vectors(20, 0, 90));
        await using var gateway = await TestGateway.StartAsync(Config(answers, embedder, embeddings: "timeout: 20s, cache: 0"));
        for (var asked = 1; asked <= 3; asked++)
        {
            Assert.Equal("small", (await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(asked == 2)))).Served);
            Assert.Equal(asked, embedder.Requests.Count);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Timeout_Passed_WordsDecide(bool streaming)
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(UpstreamScript.Hang());
        embedder.Enqueue(Vectors(20, 0, 90));
        await using var gateway = await TestGateway.StartAsync(Config(answers, embedder, embeddings: "timeout: 100ms"));
        Assert.Equal("small", (await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming)))).Served);
        var other = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming).Replace("Hello", "Another", StringComparison.Ordinal)));
        Assert.Equal(("large", null), (other.Served, other.Rule));
        Assert.Equal("timeout", other.Attempts[0].Outcome.Split('_')[^1]);
    }

    [Fact]
    public async Task DailyBudget_Spent_WordsDecide()
    {
        await using var answers = FakeUpstream.Start();
        await using var embedder = FakeUpstream.Start(Vectors(20, 0, 90));
        await using var gateway = await TestGateway.StartAsync(Config(answers, embedder, embeddings: "timeout: 20s, daily_usd: 0.000001"));
        Assert.Equal("small", (await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(false)))).Served);
        var second = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(true).Replace("Hello", "Another", StringComparison.Ordinal)));
        Assert.Equal(("large", null), (second.Served, second.Rule));
        Assert.Single(embedder.Requests);
    }

    [Fact]
    public void Config_ModelThatMakesNoEmbeddings_IsRefused()
    {
        var url = new Uri("http://127.0.0.1:1/v1");
        var text = Configs.Pair(url, url, dialectA: "anthropic").Replace("policy: { kind: fixed, use: small }",
            "policy: { kind: semantic, embeddings: { model: small }, routes: [{ name: x, use: small, description: y }] }", StringComparison.Ordinal);
        Assert.Contains("makes no embeddings", Assert.Single(Core.Configuration.ConfigReader.Read(text, "test.yaml", static _ => null).Errors).Message, StringComparison.Ordinal);
    }
}
