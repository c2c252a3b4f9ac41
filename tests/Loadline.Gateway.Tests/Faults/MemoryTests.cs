using Loadline.Gateway.Limits;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 42: what is held is bounded over all requests, and given back however they end.</summary>
public sealed class MemoryTests
{
    private const int Large = 3 * 1024 * 1024;

    [Fact]
    public async Task Ask_MoreBodiesThanThereIsRoomFor_TheRestGets503AndTheRoomComesBack()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(upstream.BaseUrl) + "\nserver: { max_buffered_bytes: 10mb }");
        var body = Bodies.Chat(true, "m", ",\"user\":\"" + new string('u', Large) + "\"");
        var held = new List<RawClient>();
        for (var i = 0; i < 2; i++)
        {
            var client = await gateway.ConnectAsync();
            await client.PostAsync(TestGateway.Chat, body);
            await upstream.WaitForRequestAsync(i + 1);
            held.Add(client);
        }

        var refused = await gateway.AskAsync(body);
        Assert.Equal((503, "overloaded", "1"), (refused.Status, refused.Code, refused.Header("Retry-After")));
        Assert.Equal(2, upstream.Requests.Count);

        foreach (var client in held)
        {
            client.Reset();
            await client.DisposeAsync();
        }

        upstream.DefaultScript = UpstreamScript.Default;
        await Invariants.HoldAsync(gateway, upstream);
        Assert.Equal(200, (await gateway.AskAsync(body)).Status);
    }

    [Fact]
    public async Task Ask_ReplyHasNoRoom_Is503AndNobodyIsBlamed()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Giant(Large));
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl) + "\nserver: { max_buffered_bytes: 1mb }");
        for (var i = 0; i < 10; i++)
        {
            var answer = await gateway.AskAsync(Bodies.Chat(false, "m"));
            Assert.Equal((503, "overloaded"), (answer.Status, answer.Code));
        }

        // One attempt each: asking again would only pay twice.
        Assert.Equal(10, upstream.Requests.Count);
        upstream.DefaultScript = UpstreamScript.Default;
        Assert.Equal(200, (await gateway.AskAsync(Bodies.Chat(false, "m"))).Status);
    }

    [Fact]
    public void Budget_Default_IsAQuarterOfWhatTheProcessMayUse() => Assert.Equal(
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, BufferBudget.Of(new()).Most);
}
