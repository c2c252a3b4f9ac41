using System.Diagnostics;
using System.Globalization;
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
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

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
        Assert.All(answers, status => Assert.Equal(408, status));
        Assert.Equal(served.Count, upstream.Requests.Count);
    }

    // A byte a second, as slowhttptest does.
    private static async Task<int> TrickleAsync(TestGateway gateway, string part, CancellationToken stop)
    {
        await using var client = await gateway.ConnectAsync();
        client.Patience = TimeSpan.FromSeconds(30);
        var request = RawClient.Request(TestGateway.Chat, Bodies.Chat(true, "m", ",\"user\":\"" + new string('u', 1000) + "\""));
        var head = request.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        var at = part == "body" ? head + 10 : 20;
        await client.SendAsync(request.AsMemory(0, at), stop);
        var answer = client.ReadHeadAsync();
        while (!answer.IsCompleted && !stop.IsCancellationRequested)
        {
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None));
            if (!answer.IsCompleted)
            {
                await client.SendAsync(request.AsMemory(at++, 1), CancellationToken.None);
            }
        }

        return answer.IsCompletedSuccessfully ? (await answer).Status : 0;
    }
}
