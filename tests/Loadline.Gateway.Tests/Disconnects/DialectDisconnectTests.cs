using System.Diagnostics;
using System.Globalization;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Disconnects;

/// <summary>A caller of any dialect that goes takes its upstream call with it, whether its stream is passed on or converted.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class DialectDisconnectTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, UpstreamScript> Phases = new()
    {
        ["before headers"] = UpstreamScript.Hang(),
        ["before content"] = UpstreamScript.HeadersThenSilence(),
        ["mid-stream"] = new() { Fault = UpstreamFault.AfterTokens(FaultKind.Hang, 3) },
        ["error body"] = UpstreamScript.Error(500) with { Fault = UpstreamFault.AfterHeaders(FaultKind.Hang) },
    };

    [Theory]
    [InlineData(Dialect.OpenAIResponses)]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.Gemini)]
    public async Task Caller_GoesInAnyPhaseAnyWay_UpstreamClosesAndNothingIsLeft(Dialect caller)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream, caller));
        await gateway.SayAsync(caller, true);
        var took = new List<double>();
        foreach (var (phase, script) in Phases)
        {
            foreach (var way in (string[])["fin", "rst", "half"])
            {
                // Small's provider speaks the caller's dialect, large's another.
                foreach (var model in (string[])["small", "large"])
                {
                    foreach (var streaming in phase == "mid-stream" ? [true] : (bool[])[true, false])
                    {
                        upstream.DefaultScript = script;
                        took.Add(await LeaveAsync(gateway, upstream, caller, model, streaming, phase, way));
                    }
                }
            }
        }

        took.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{caller}: {took.Count} leavings, upstream closed after median {took[took.Count / 2]:0.00} ms, max {took[^1]:0.00} ms"));
        Assert.True(took[took.Count / 2] <= 100, $"median {took[took.Count / 2]} ms");
        Assert.True(took[^1] <= 2000, $"max {took[^1]} ms");
        await Eventually.TrueAsync(() => gateway.Decisions.Recent(1000).Count == took.Count + 1, "all records");
        Assert.All(gateway.Decisions.Recent(took.Count), decision => Assert.Equal(("caller_gone", 499), (decision.Outcome, decision.Status)));
        Assert.All(gateway.Snapshots.Current.Deployments, deployment => Assert.Equal(0, deployment.State.Failures));
        await Invariants.HoldAsync(gateway, upstream);
    }

    private static string Config(FakeUpstream upstream, Dialect caller) => Configs.Pair(
            upstream.BaseUrl, upstream.BaseUrl, dialectA: Speech.ConfigName(caller), dialectB: caller == Dialect.Anthropic ? "openai-chat" : "anthropic")
        .Replace("api_key: key", "breaker: off, api_key: key", StringComparison.Ordinal);

    private static async Task<double> LeaveAsync(
        TestGateway gateway, FakeUpstream upstream, Dialect caller, string model, bool streaming, string phase, string way)
    {
        var before = upstream.Requests.Count;
        await using var client = await gateway.ConnectAsync();
        await client.PostAsync(Speech.Path(caller, streaming, model), Speech.Body(caller, streaming, model));
        var request = await upstream.WaitForRequestAsync(before + 1);
        if (phase == "mid-stream")
        {
            await client.ReadHeadAsync();
        }

        var connection = upstream.Connections.First(one => one.Id == request.ConnectionId);
        var left = Stopwatch.GetTimestamp();
        if (way == "rst")
        {
            client.Reset();
        }
        else if (way == "half")
        {
            client.HalfClose();
        }
        else
        {
            client.Close();
        }

        await connection.PeerClosed.WaitAsync(TimeSpan.FromSeconds(20));
        return connection.PeerClosedAfter(left)!.Value.TotalMilliseconds;
    }
}
