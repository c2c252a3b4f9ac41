using System.Globalization;
using System.Text.Json;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Isolation;

/// <summary>Pooled exchanges under mixed traffic: every caller gets its own answer, every record tells of its own request.</summary>
public sealed class MixedTrafficTests
{
    private const int Requests = 600;

    private enum Kind
    {
        Good,
        Broken,
        FailsOver,
        Refused,
        BadJson,
        UnknownModel,
        Leaves,
        LeavesWhileSending,
    }

    [Fact]
    public async Task Mix_OfGoodBadAndGone_NeverMixesThemUp()
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start();
        a.Choose = request => Script(Id(request));
        b.Choose = request => UpstreamScript.Reply("answer " + Id(request));
        await using var gateway = await TestGateway.StartAsync(
            // Half of what a gets fails on purpose: with a breaker it would soon get nothing.
            Configs.Pair(a.BaseUrl, b.BaseUrl).Replace("api_key: " + Configs.KeyOfA, "breaker: off, api_key: " + Configs.KeyOfA, StringComparison.Ordinal));

        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) => await OneAsync(gateway, i));

        await Eventually.TrueAsync(
            async () => (await gateway.MetricsAsync()).Samples["loadline_requests_active"] == 0, "no active request");
        Assert.True(gateway.Logs.Errors.Count == 0, string.Join('\n', gateway.Logs.Errors));
        Assert.Equal(0, gateway.StateOf("small").InFlight);
        Assert.Equal(0, gateway.StateOf("large").Failures);
        await a.WaitForAsync(u => u.LiveRequests == 0);
    }

    private static async Task OneAsync(TestGateway gateway, int i)
    {
        var id = i.ToString(CultureInfo.InvariantCulture);
        var streaming = IsStream(id);
        var body = Bodies.Chat(streaming, KindOf(id) == Kind.UnknownModel ? "nobody" : "auto", $",\"user\":\"{id}\",\"pad\":\"{new string('x', i * 13 % 9000)}\"");
        switch (KindOf(id))
        {
            case Kind.Leaves or Kind.LeavesWhileSending:
                await LeaveAsync(gateway, body, KindOf(id) == Kind.LeavesWhileSending);
                return;
            case Kind.BadJson:
                Assert.Equal("invalid_json", (await gateway.AskAsync(body[..^1])).Code);
                return;
            case Kind.UnknownModel:
                Assert.Contains("'nobody'", (await gateway.AskAsync(body)).Message, StringComparison.Ordinal);
                return;
        }

        var answer = await gateway.AskAsync(body);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(streaming, decision.Stream);
        Assert.Equal(Outcome(id, streaming), decision.Outcome);
        Assert.Equal(KindOf(id) == Kind.FailsOver || (KindOf(id) == Kind.Broken && !streaming) ? 2 : 1, decision.Attempts.Count);
        if (decision.Outcome == "ok")
        {
            Assert.Equal((200, BodyEnd.Complete, "answer " + id), (answer.Status, answer.End, answer.Text));
            Assert.Equal(decision.Served, answer.Header("x-loadline-model"));
        }
        else if (decision.Outcome == "upstream_refused")
        {
            Assert.Equal((422, "refused " + id), (answer.Status, answer.Message));
        }
        else
        {
            Assert.NotEqual(BodyEnd.Complete, answer.End);
            Assert.Contains("answer", answer.Body, StringComparison.Ordinal);
        }
    }

    // A stream that breaks in its middle has reached the caller; a whole reply that does has not, and another answers.
    private static string Outcome(string id, bool streaming) => KindOf(id) switch
    {
        Kind.Refused => "upstream_refused",
        Kind.Broken when streaming => "upstream_stream_broken",
        _ => "ok",
    };

    private static UpstreamScript Script(string id) => KindOf(id) switch
    {
        Kind.FailsOver => UpstreamScript.Error(503),
        Kind.Refused => UpstreamScript.Error(422, "refused", "refused " + id),
        Kind.Broken => UpstreamScript.Reply("answer " + id) with { Fault = Breaks(id) },
        Kind.Leaves => UpstreamScript.Hang(),
        _ => UpstreamScript.Reply("answer " + id) with { FragmentSize = 100 },
    };

    private static UpstreamFault Breaks(string id) =>
        IsStream(id) ? UpstreamFault.AfterTokens(FaultKind.Fin, 1) : UpstreamFault.AtByte(FaultKind.Fin, 50);

    private static bool IsStream(string id) => int.Parse(id, CultureInfo.InvariantCulture) % 3 == 0;

    private static Kind KindOf(string id) => (Kind)(int.Parse(id, CultureInfo.InvariantCulture) * 7 % 8);

    private static string Id(RecordedRequest request)
    {
        using var json = JsonDocument.Parse(request.Body);
        return json.RootElement.GetProperty("user").GetString()!;
    }

    private static async Task LeaveAsync(TestGateway gateway, string body, bool whileSending)
    {
        await using var client = await gateway.ConnectAsync();
        var request = RawClient.Request(TestGateway.Chat, body);
        await client.SendAsync(whileSending ? request.AsMemory(0, request.Length - 5) : request);
        client.Reset();
    }
}
