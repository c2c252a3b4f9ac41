using System.Text.Json;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Upstreams;

/// <summary>A provider with several credentials: one that is refused or slowed down is replaced within the same call.</summary>
public sealed class SeveralKeysTests
{
    private const string First = "sk-first-credential";
    private const string Second = "sk-second-credential";

    public static TheoryData<bool> BothWays => [false, true];

    public static TheoryData<bool, int> Refusals { get; } = new() { { false, 401 }, { true, 401 }, { false, 403 }, { true, 402 }, { false, 429 }, { true, 429 } };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task OneIsRefused_TheNextServes_AndTheFirstIsLeftAlone(bool streaming, int status)
    {
        await using var upstream = FakeUpstream.Start();
        upstream.Choose = request => request.Header("Authorization") == "Bearer " + First ? UpstreamScript.Error(status, retryAfter: "60") : null;
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "failover"));
        var first = await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        var second = await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal(["Bearer " + First, "Bearer " + Second, "Bearer " + Second], upstream.Requests.Select(request => request.Header("Authorization")));
        Assert.All(upstream.Requests, request => Assert.Equal(upstream.Requests[0].BodyText, request.BodyText));
        Assert.Equal("ok", Assert.Single((await gateway.DecisionAsync(first)).Attempts).Outcome);
        var provider = Assert.Single((await gateway.GetJsonAsync("/loadline/providers")).GetProperty("providers").EnumerateArray());
        Assert.Equal("healthy", provider.GetProperty("credential").GetString());
        var rests = provider.GetProperty("credentials").EnumerateArray().Select(credential => credential.GetProperty("restsSeconds").GetDouble() > 0);
        Assert.Equal([true, false], rests);
        var reason = status == 429 ? "rate_limited" : "refused";
        Assert.Equal(1, (await gateway.MetricsAtRestAsync()).Samples[$"loadline_credential_switches_total{{provider=\"p\",reason=\"{reason}\"}}"]);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task RoundRobin_SharesTheCalls(bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "round-robin"));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(streaming, "m"))).Status);
        }

        Assert.Equal(3, upstream.Requests.Count(request => request.Header("Authorization") == "Bearer " + First));
        Assert.Equal(3, upstream.Requests.Count(request => request.Header("Authorization") == "Bearer " + Second));
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task AllAreRefused_IsTheProvidersFault_AndNoneIsShown(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Error(401, message: "Incorrect API key"));
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "round-robin"));
        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));
        Assert.Equal((502, "upstream_auth"), (answer.Status, answer.Code));
        Assert.Equal(2, upstream.Requests.Count);
        var shown = string.Join('\n', [answer.Body, JsonSerializer.Serialize(await gateway.DecisionAsync(answer)), .. gateway.Logs.Lines,
            (await gateway.SendAsync("GET", "/loadline/providers")).Body, (await gateway.MetricsAtRestAsync()).Text]);
        Assert.DoesNotContain(First, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Second, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallersHeaders_GoOnOnce_WithEveryTry()
    {
        await using var upstream = FakeUpstream.Start();
        upstream.Choose = request => request.Header("Authorization") == "Bearer " + First ? UpstreamScript.Error(429) : null;
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "failover"));
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false, "m"), ("OpenAI-Beta", "x=1"), ("Authorization", "Bearer callers-own"))).Status);
        Assert.Equal(2, upstream.Requests.Count);
        Assert.All(upstream.Requests, request =>
        {
            Assert.Equal("x=1", request.Header("OpenAI-Beta"));
            Assert.Single(request.Headers, header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
            Assert.Single(request.Headers, header => header.Key.Equals("Accept", StringComparison.OrdinalIgnoreCase));
        });
    }

    private static string Config(FakeUpstream upstream, string rotate) =>
        $"version: 1\nproviders: {{ p: {{ dialect: openai-chat, url: \"{upstream.BaseUrl}\", api_keys: [{First}, {Second}], rotate: {rotate} }} }}\n"
        + "models: { m: { provider: p, name: up } }\n";
}
