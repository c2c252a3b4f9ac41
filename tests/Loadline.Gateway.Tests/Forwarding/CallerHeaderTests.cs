using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Forwarding;

/// <summary>Nothing a caller sends decides where a request goes or whose key it carries.</summary>
public sealed class CallerHeaderTests
{
    private static readonly string[] Sent = ["Host", "Accept", "User-Agent", "Authorization", "Content-Type", "Content-Length"];

    private static readonly (string, string)[] Hostile =
    [
        ("Authorization", "Bearer caller-secret"), ("x-api-key", "caller-secret"), ("api-key", "caller-secret"), ("Cookie", "session=caller-secret"),
        ("OpenAI-Organization", "caller-org"), ("X-Forwarded-Host", "elsewhere"), ("x-loadline-url", "http://elsewhere"), ("traceparent", "00-1-2-01"),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_HostileHeadersAndMembers_ChangeNeitherDestinationNorKey(bool streaming)
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl));
        var more = $$""","api_base":"{{b.BaseUrl}}","base_url":"{{b.BaseUrl}}","api_key":"caller-secret","extra_headers":{"Authorization":"x"},"organization":"o"}""";

        var answer = await gateway.AskAsync(Bodies.Chat(streaming, more: more[..^1]), Hostile);

        Assert.Equal(200, answer.Status);
        Assert.Empty(b.Connections);
        var request = Assert.Single(a.Requests);
        Assert.Equal("Bearer " + Configs.KeyOfA, request.Header("Authorization"));
        Assert.Empty(request.Headers.Select(header => header.Key).Except(Sent, StringComparer.OrdinalIgnoreCase));
        Assert.Equal("/v1/chat/completions", request.Path);
    }

    [Fact]
    public async Task Ask_ProviderWithoutKey_SendsNoneOfTheCallers()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(upstream.BaseUrl).Replace(", api_key: key-of-p0", "", StringComparison.Ordinal));

        await gateway.AskAsync(Bodies.Chat(false, "m"), Hostile);

        Assert.Null(upstream.Requests[0].Header("Authorization"));
    }

    [Fact]
    public async Task Ask_RowHeader_GoesToSimulatedProvidersOnly()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        await gateway.AskAsync(Bodies.Chat(false, "m"), ("x-loadline-row", "7"));

        Assert.Null(upstream.Requests[0].Header("x-loadline-row"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_UpstreamsHeaders_OnlyThoseForCallersPass(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript
        {
            Headers =
            [
                new("Set-Cookie", "a=b"), new("Keep-Alive", "timeout=5"), new("Server", "up"), new("Proxy-Authenticate", "x"), new("openai-organization", "org"),
                new("x-request-id", "req-1"), new("x-ratelimit-remaining-tokens", "12"), new("openai-processing-ms", "bad\u0001value"), new("openai-version", "é"),
            ],
        });
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming, "m"));

        Assert.Equal((200, BodyEnd.Complete), (answer.Status, answer.End));
        Assert.Equal(("req-1", "12"), (answer.Header("x-request-id"), answer.Header("x-ratelimit-remaining-tokens")));
        Assert.All(
            new[] { "Set-Cookie", "Keep-Alive", "Server", "Proxy-Authenticate", "openai-organization", "openai-processing-ms", "openai-version" },
            name => Assert.Null(answer.Header(name)));
    }

    [Fact]
    public async Task Ask_UpstreamSetsACookie_NoLaterRequestCarriesIt()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.WithCookie("session=1"));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));

        await gateway.AskAsync(Bodies.Chat(false, "m"));
        await gateway.AskAsync(Bodies.Chat(false, "m"));

        Assert.Null(upstream.Requests[1].Header("Cookie"));
    }
}
