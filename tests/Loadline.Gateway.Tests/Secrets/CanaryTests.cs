using System.Text.Json;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Tests.Secrets;

/// <summary>Keys and prompts leave no trace where nobody asked for them.</summary>
public sealed class CanaryTests
{
    private const string AdminKey = "canary-admin-5b1d";
    private const string Prompt = "canary-prompt-77e2";
    private const string CallerKey = "canary-caller-90aa";
    private const string Reply = "canary-reply-31cd";

    private static readonly string[] Canaries = [Configs.KeyOfA, Configs.KeyOfB, AdminKey, Prompt, CallerKey, Reply];

    [Fact]
    public async Task Traces_OfGoodAndBadRequests_HoldNoCanary()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply(Reply));
        using var closed = new ClosedPort();
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(a.BaseUrl, closed.BaseUrl, server: "admin_key: " + AdminKey), logging: LogLevel.Trace);
        var shown = new List<string>();
        foreach (var streaming in (bool[])[true, false])
        {
            a.DefaultScript = UpstreamScript.Reply(Reply);
            await AskAsync(gateway, streaming);
            foreach (var script in Scripts())
            {
                a.DefaultScript = script;
                shown.Add((await AskAsync(gateway, streaming)).Body.Replace(Reply, "", StringComparison.Ordinal));
            }
        }

        shown.Add((await gateway.AskAsync("{\"model\":\"auto\",\"messages\":\"" + Prompt + "\"}")).Body);
        shown.Add((await gateway.AskAsync("{\"model\":\"auto\",\"messages\":[" + Prompt + "]}")).Body);
        shown.Add((await gateway.SendAsync("GET", "/loadline/stats", ("Authorization", "Bearer " + CallerKey))).Body);
        shown.Add((await gateway.SendAsync("GET", "/loadline/stats", ("Authorization", "Bearer " + AdminKey))).Body);
        shown.Add((await gateway.SendAsync("GET", "/loadline/decisions", ("Authorization", "Bearer " + AdminKey))).Body);
        shown.Add((await gateway.MetricsAtRestAsync()).Text);
        shown.Add(JsonSerializer.Serialize(gateway.Decisions.Recent(100)));
        shown.AddRange(gateway.Logs.Lines);

        Assert.True(gateway.Logs.Lines.Count > 50);
        Assert.NotEmpty(gateway.Decisions.Recent(100));
        Assert.All(shown, text => Assert.All(Canaries, canary => Assert.DoesNotContain(canary, text, StringComparison.OrdinalIgnoreCase)));
        Assert.Contains(Prompt, a.Requests[0].BodyText, StringComparison.Ordinal);
        Assert.Equal("Bearer " + Configs.KeyOfA, a.Requests[0].Header("Authorization"));
    }

    private static IEnumerable<UpstreamScript> Scripts() =>
    [
        UpstreamScript.Error(401, "invalid_api_key", "Incorrect API key provided: " + Configs.KeyOfA),
        UpstreamScript.Error(500),
        UpstreamScript.Malformed(),
        new() { Fault = UpstreamFault.AfterTokens(FaultKind.Reset, 1), Text = Reply },
        UpstreamScript.Redirect("http://127.0.0.1:1/"),
    ];

    private static Task<Answer> AskAsync(TestGateway gateway, bool streaming) => gateway.AskAsync(
        Bodies.Chat(streaming).Replace("Hello", Prompt, StringComparison.Ordinal), ("Authorization", "Bearer " + CallerKey), ("Cookie", CallerKey));
}
