using System.Diagnostics;
using Loadline.Gateway.Hosting;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Hosting;

/// <summary>Rows 53 and 54: told to stop, the gateway finishes what it can and says so where it cannot.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Stop_StreamsWithinTheGrace_EndWholeAndNotReadyIsSaidAtOnce()
    {
        // From one to twelve seconds in the slow tier, within a grace of fifteen.
        var streams = Tier.Pick(50, 200);
        var random = new Random(53);
        await using var upstream = FakeUpstream.Start();
        upstream.Choose = _ => new UpstreamScript { Tokens = 40, TokenGap = TimeSpan.FromMilliseconds(Tier.IsSlow ? random.Next(20, 300) : 20) };
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl) + "\nserver: { drain: 15s }");
        var asking = Enumerable.Range(0, streams).Select(_ => gateway.AskAsync(Bodies.Chat(true, "m"))).ToList();
        await upstream.WaitForRequestAsync(streams);
        Assert.Equal(200, (await gateway.SendAsync("GET", "/readyz")).Status);

        var stopping = StopAsync(gateway);
        await Eventually.TrueAsync(async () => (await gateway.SendAsync("GET", "/readyz")).Status == 503, "not to be ready");
        Assert.Equal(200, (await gateway.SendAsync("GET", "/healthz")).Status);
        var answers = await Task.WhenAll(asking);
        await stopping;

        Assert.All(answers, answer => Assert.Equal((200, BodyEnd.Complete), (answer.Status, answer.End)));
        Assert.All(answers, answer => Assert.EndsWith("[DONE]\n\n", answer.Body, StringComparison.Ordinal));
        Assert.Empty(gateway.Logs.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_GraceIsOver_CallersAreToldAndUpstreamsClosed(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Fault = streaming ? UpstreamFault.AfterTokens(FaultKind.Hang, 2) : UpstreamFault.BeforeHeaders(FaultKind.Hang) });
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl) + "\nserver: { drain: 300ms }");
        var asking = gateway.AskAsync(Bodies.Chat(streaming, "m"));
        await upstream.WaitForRequestAsync();
        var started = Stopwatch.GetTimestamp();

        await StopAsync(gateway);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.28, 60);
        var answer = await asking;
        await upstream.WaitForAsync(u => u.LiveRequests == 0);
        Assert.Contains("shutting_down", answer.Body, StringComparison.Ordinal);
        if (streaming)
        {
            Assert.NotEqual(BodyEnd.Complete, answer.End);
        }
        else
        {
            Assert.Equal((503, "1"), (answer.Status, answer.Header("Retry-After")));
        }

        Assert.Equal(0, gateway.StateOf("m").Failures);
    }

    [Fact]
    public async Task Stop_ToldToEndNow_DoesNotWaitForTheGrace()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl) + "\nserver: { drain: 10m }");
        var asking = gateway.AskAsync(Bodies.Chat(false, "m"));
        await upstream.WaitForRequestAsync();
        var started = Stopwatch.GetTimestamp();
        var stopping = StopAsync(gateway);
        await Eventually.TrueAsync(async () => (await gateway.SendAsync("GET", "/readyz")).Status == 503, "not to be ready");

        gateway.Services.GetRequiredService<DrainService>().EndNow();
        await stopping;

        Assert.Equal(503, (await asking).Status);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Stop_NothingUnderWay_EndsAtOnce()
    {
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(new Uri("http://127.0.0.1:9/v1")) + "\nserver: { drain: 10m }");
        var started = Stopwatch.GetTimestamp();
        await StopAsync(gateway);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60));
    }

    private static Task StopAsync(TestGateway gateway) => gateway.StopAsync();
}
