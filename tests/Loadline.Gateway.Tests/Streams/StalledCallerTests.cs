using System.Diagnostics;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Streams;

/// <summary>A caller that takes nothing is treated as gone, and the upstream is not blamed.</summary>
public sealed class StalledCallerTests
{
    // More than the kernel's buffers of both sockets hold.
    private const int Characters = 32 * 1024 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(55);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_CallerReadsNothing_IsDroppedAfterTheWriteTimeout(bool streaming)
    {
        var time = new FakeTimeProvider();
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Text = string.Concat(Enumerable.Repeat(new string('x', 65_535) + " ", Characters / 65_536)) });
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl), time);
        await using var client = await RawClient.ConnectAsync(gateway.Port, receiveBuffer: 4096);
        await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming, "m"));

        if (streaming)
        {
            // Not before the sockets on the way are full: until then a busy machine may be what holds the upstream up.
            var (written, since) = (-1L, 0L);
            await Eventually.TrueAsync(
                () =>
                {
                    var now = upstream.Connections.Count > 0 ? upstream.Connections[0].BytesWritten : 0;
                    (written, since) = now != written ? (now, Stopwatch.GetTimestamp()) : (written, since);
                    return written > 0 && Stopwatch.GetElapsedTime(since) > TimeSpan.FromMilliseconds(500);
                },
                "the answer to be held up");
        }
        else
        {
            // A whole reply is read before it is written, and that must not be timed out itself.
            await upstream.WaitForAsync(u => u.Requests.Count == 1 && u.LiveRequests == 0);
        }

        // Its own timer is the one that is due soonest: 30 s against the route's minutes.
        await Eventually.TrueAsync(() => gateway.Decisions.Recent(1).Count == 1 || Step(time), "the caller to be given up");

        var decision = gateway.Decisions.Recent(1)[0];
        Assert.Equal(("caller_gone", 499), (decision.Outcome, decision.Status));
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(30), Longest);
        Assert.Equal(0, gateway.StateOf("m").Failures);
        Assert.Equal(0, gateway.StateOf("m").InFlight);
        await upstream.WaitForAsync(u => u.LiveRequests == 0);
    }

    // In small steps, so that the clock does not outrun a busy machine; and never as far as another timer than the write's.
    private static bool Step(FakeTimeProvider time)
    {
        if (time.Elapsed < Longest)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
        }

        return false;
    }
}
