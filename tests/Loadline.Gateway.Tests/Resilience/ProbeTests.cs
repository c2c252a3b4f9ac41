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
