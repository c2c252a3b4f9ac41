using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 31: callers that send byte by byte are closed by limits, and meanwhile cost the others nothing.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class SlowCallerTests(ITestOutputHelper output)
{
    // In slow.sh as many as the fault table asks for.
    private static readonly int Slow = Tier.Pick(100, 1000);

    // The header limit is 10 s, looked at once a second; the body's grace 5 s.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("headers")]
    [InlineData("body")]
    public async Task Callers_TrickleHeadersOrBody_AreClosedAndOthersAreServed(string part)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        using var stop = new CancellationTokenSource();
        var started = Stopwatch.GetTimestamp();
        var slow = Enumerable.Range(0, Slow).Select(_ => TrickleAsync(gateway, part, stop.Token)).ToList();
        var served = new List<double>();
        while (slow.Exists(task => !task.IsCompleted) && Stopwatch.GetElapsedTime(started) < Limit)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(true, "m"))).Status);
            served.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Task.Delay(20);
        }

        var took = Stopwatch.GetElapsedTime(started);
        await stop.CancelAsync();
        var answers = await Task.WhenAll(slow);
        served.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Slow} slow {part}: closed after {took.TotalSeconds:0.0} s; {served.Count} others served, median {served[served.Count / 2]:0.0} ms, p99 {served[served.Count * 99 / 100]:0.0} ms"));

        // A byte that crosses the close is answered by a reset, which may overtake the 408.
        Assert.All(answers, status => Assert.Contains(status, (int[])[408, 0]));
        Assert.True(answers.Count(status => status == 408) >= 0.9 * Slow, $"{answers.Count(status => status == 408)} were told");
        Assert.True(took < Limit, $"{took}");
        Assert.Equal(served.Count, upstream.Requests.Count);
    }

    // A byte a second, as slowhttptest does.
    private static async Task<int> TrickleAsync(TestGateway gateway, string part, CancellationToken stop)
    {
        await using var client = await gateway.ConnectAsync();
        client.Patience = Limit + Limit;
        var request = RawClient.Request(TestGateway.Chat, Bodies.Chat(true, "m", ",\"user\":\"" + new string('u', 1000) + "\""));
        var head = request.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        var at = part == "body" ? head + 10 : 20;
        await client.SendAsync(request.AsMemory(0, at), stop);
        var answer = client.ReadHeadAsync();
        while (!answer.IsCompleted && !stop.IsCancellationRequested)
        {
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None));
            try
            {
                await client.SendAsync(request.AsMemory(at++, answer.IsCompleted ? 0 : 1), CancellationToken.None);
            }
            catch (SocketException)
            {
                break;
            }
        }

        try
        {
            return (await answer).Status;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return 0;
        }
    }
}
