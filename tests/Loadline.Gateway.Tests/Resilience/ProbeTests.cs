using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Resilience;

/// <summary>Providers that are asked to be probed are found out without a caller's help.</summary>
public sealed class ProbeTests
{
    [Fact]
    public async Task Probe_ProviderGoesAndComesBack_IsKnownWithoutARequest()
    {
        var time = new FakeTimeProvider();
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "probe: 1s"), time);
        await StepUntilAsync("healthy", () => upstream.Requests.Count > 1);
        Assert.All(upstream.Requests, request => Assert.Equal(("GET", "Bearer key-of-p0"), (request.Method, request.Header("Authorization"))));

        await upstream.StopListeningAsync();
        upstream.ResetConnections();
        await StepUntilAsync("benched");
        upstream.ListenAgain();
        await StepUntilAsync("ramping");

        async Task StepUntilAsync(string state, Func<bool>? also = null) => await Eventually.TrueAsync(
            async () =>
            {
                var report = (await gateway.GetJsonAsync("/loadline/providers")).GetProperty("providers")[0];
                if (report.GetProperty("address").GetString() == state && (also is null || also()))
                {
                    return true;
                }

                time.Advance(TimeSpan.FromMilliseconds(250));
                return false;
            },
            state);
    }

    [Fact]
    public async Task Probe_KeyRefused_BenchesTheCredential()
    {
        var time = new FakeTimeProvider();
        await using var upstream = FakeUpstream.Start();
        upstream.Choose = request => request.Method == "GET" ? UpstreamScript.Error(401) : null;
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "probe: 1s"), time);
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(250));
                return (await gateway.GetJsonAsync("/loadline/providers")).GetProperty("providers")[0].GetProperty("credential").GetString() == "benched";
            },
            "the credential to be benched");
    }

    [Theory]
    [InlineData("dialect: anthropic", "x-api-key", "anthropic-version: 2023-06-01")]
    [InlineData("dialect: gemini", "x-goog-api-key", "")]
    [InlineData("server: azure", "api-key", "")]
    public async Task Probe_ProviderOfAnotherKind_IsAskedInItsWay(string kind, string keyHeader, string also)
    {
        var time = new FakeTimeProvider();
        await using var upstream = FakeUpstream.Start();
        var config = Config(upstream, "probe: 1s").Replace("dialect: openai-chat", kind, StringComparison.Ordinal);
        await using var gateway = await TestGateway.StartAsync(config, time);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(250));
                return Task.FromResult(upstream.Requests.Count > 0);
            },
            "a probe");

        var asked = upstream.Requests[0];
        Assert.Equal(("GET", "/v1/models", "key-of-p0"), (asked.Method, asked.Path, asked.Header(keyHeader)));
        Assert.Null(asked.Header("Authorization"));
        Assert.Contains(also, string.Join('\n', asked.Headers.Select(header => header.Key + ": " + header.Value)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dialect: gemini, server: gemini", "benched")]
    [InlineData("dialect: openai-chat, server: xai", "benched")]
    [InlineData("dialect: openai-chat, server: openai", "healthy")]
    public async Task Probe_BadRequestWhereThatMeansABadKey_BenchesTheCredential(string kind, string expected)
    {
        var time = new FakeTimeProvider();
        await using var upstream = FakeUpstream.Start();
        upstream.Choose = request => request.Method == "GET" ? UpstreamScript.Error(400) : null;
        var config = Config(upstream, "probe: 1s").Replace("dialect: openai-chat", kind, StringComparison.Ordinal);
        await using var gateway = await TestGateway.StartAsync(config, time);
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(250));
                return upstream.Requests.Count > 20
                    && (await gateway.GetJsonAsync("/loadline/providers")).GetProperty("providers")[0].GetProperty("credential").GetString() == expected;
            },
            "the credential to be " + expected);
    }

    [Fact]
    public async Task Probe_NotAskedFor_NothingIsSent()
    {
        var time = new FakeTimeProvider();
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream, "breaker: on"), time);
        for (var i = 0; i < 20; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await gateway.GetJsonAsync("/loadline/providers");
        }

        Assert.Empty(upstream.Connections);
    }

    private static string Config(FakeUpstream upstream, string more) =>
        Configs.Deployments(upstream.BaseUrl).Replace("api_key: ", more + ", api_key: ", StringComparison.Ordinal);
}
