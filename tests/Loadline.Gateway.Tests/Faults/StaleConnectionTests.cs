using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 24: an upstream closes idle connections at the very moment that a request is sent on one.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class StaleConnectionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_UpstreamClosesIdleConnectionsWithin2Ms_NoCallerNotices(bool streaming)
    {
        var requests = Tier.Pick(300, 5_000);
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();
        var random = new Random(24);
        for (var i = 0; i < requests; i++)
        {
            var closing = CloseAfterAsync(upstream, random.Next(0, 2_000));
            await PauseAsync(random.Next(0, 2_000));
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming, "m"));
            Assert.Equal(200, (await Answer.ReadAsync(client)).Status);
            await closing;
        }

        await Invariants.HoldAsync(gateway, upstream);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{requests} requests, {upstream.Connections.Count} connections, {upstream.Requests.Count} requests reached the upstream, no caller error"));
        Assert.True(upstream.Connections.Count > requests / 10, "hardly any connection was closed: nothing was tested");
    }

    private static async Task CloseAfterAsync(FakeUpstream upstream, int microseconds)
    {
        await PauseAsync(microseconds);
        upstream.CloseIdleConnections();
    }

    // Timers count in milliseconds; the race is in the tenths of one.
    private static Task PauseAsync(int microseconds) => Task.Run(() =>
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMicroseconds < microseconds)
        {
            Thread.SpinWait(20);
        }
    });
}
