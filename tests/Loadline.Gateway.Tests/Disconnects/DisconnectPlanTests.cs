using System.Diagnostics;
using Loadline.Gateway.Limits;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Loadline.Wire.Conversion;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Disconnects;

/// <summary>Row 28 where more than one call belongs to a request: in the queue, while a router model is asked, in a hedge, in a cascade's second step.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class DisconnectPlanTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<FakeUpstream, FakeUpstream, Dialect, string>> Configured = new()
    {
        ["a router model is asked"] = static (a, b, dialect) => Pair(a, b, dialect,
            "rules: [{ name: asked, when: { turns: \">= 1\" }, policy: { kind: llm, model: judge, choices: { small: \"easy\", large: \"hard\" }, timeout: 20s } }], policy: { kind: fixed, use: small }"),
        ["both of a hedge run"] = static (a, b, _) => Hedge(a, b),
        ["a cascade's second step runs"] = static (a, b, dialect) => Pair(a, b, dialect, "plan: { kind: cascade, steps: [small, large], accept: { kind: regex, pattern: \"good\" } }"),
    };

    public static TheoryData<string, Dialect> Cases
    {
        get
        {
            var cases = new TheoryData<string, Dialect>();
            foreach (var scene in Configured.Keys)
            {
                foreach (var caller in (Dialect[])[Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini])
                {
                    cases.Add(scene, caller);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Caller_GoesInsideAPlan_EveryCallOfItIsClosed(string scene, Dialect caller)
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(Configured[scene](a, b, caller));
        a.DefaultScript = scene switch
        {
            "both of a hedge run" => UpstreamScript.Hang(),
            _ => UpstreamScript.Reply("A bad one."),
        };
        foreach (var deployment in gateway.Snapshots.Current.Deployments)
        {
            for (var i = 0; i < 100; i++)
            {
                deployment.State.FirstContentTimes.Add(20);
                deployment.State.WholeTimes.Add(20);
            }
        }

        var took = new List<double>();
        foreach (var way in DisconnectMatrixTests.Ways)
        {
            foreach (var streaming in (bool[])[true, false])
            {
                took.Add(await LeaveAsync(gateway, b, caller, streaming, way));
            }
        }

        CloseTimes.Hold(took, $"{scene}, {caller}", output);
        await Eventually.TrueAsync(() => gateway.Decisions.Recent(100).Count == took.Count, "all records");
        Assert.All(gateway.Decisions.Recent(100), decision => Assert.Equal(("caller_gone", 499), (decision.Outcome, decision.Status)));
        if (scene == "a cascade's second step runs")
        {
            // The draft was read to its end: its cost is known, whoever left afterwards.
            Assert.All(gateway.Decisions.Recent(100), decision => Assert.NotNull(decision.Attempts[0].Usage));
        }

        await Invariants.HoldAsync(gateway, a, b);
    }

    [Theory]
    [InlineData(Dialect.OpenAIChat)]
    [InlineData(Dialect.OpenAIResponses)]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.Gemini)]
    public async Task Caller_GoesWhileQueued_ItsPlaceIsGivenUpAndNothingIsSent(Dialect caller)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var gateway = await TestGateway.StartAsync(
            Configs.Deployments(upstream.BaseUrl) + "\nserver: { max_concurrent: 1, queue: 10, queue_age: 1m }");
        await using var first = await gateway.ConnectAsync();
        await first.PostAsync(TestGateway.Chat, Bodies.Chat(true, "m"));
        await upstream.WaitForRequestAsync();
        var gate = gateway.Services.GetRequiredService<AdmissionGate>();
        foreach (var way in DisconnectMatrixTests.Ways)
        {
            foreach (var streaming in (bool[])[true, false])
            {
                await using var client = await gateway.ConnectAsync();
                await client.PostAsync(Speech.Path(caller, streaming, "m"), Speech.Body(caller, streaming, "m"));
                await Eventually.TrueAsync(() => gate.Waiting == 1, "to wait");
                client.Leave(way);
                await Eventually.TrueAsync(() => gate.Waiting == 0, "the place to be given up");
            }
        }

        first.Reset();
        await Invariants.HoldAsync(gateway, upstream);
        Assert.Single(upstream.Requests);
    }

    private static async Task<double> LeaveAsync(TestGateway gateway, FakeUpstream last, Dialect caller, bool streaming, string way)
    {
        var before = last.Requests.Count;
        await using var client = await gateway.ConnectAsync();
        await client.PostAsync(Speech.Path(caller, streaming), Speech.Body(caller, streaming));
        var request = await last.WaitForRequestAsync(before + 1);
        var connection = last.Connections.First(one => one.Id == request.ConnectionId);
        var left = Stopwatch.GetTimestamp();
        client.Leave(way);
        await connection.PeerClosed.WaitAsync(TimeSpan.FromSeconds(20));
        return connection.PeerClosedAfter(left)!.Value.TotalMilliseconds;
    }

    private static string Pair(FakeUpstream a, FakeUpstream b, Dialect caller, string more) => $$"""
        version: 1
        providers:
          a: { dialect: {{Speech.ConfigName(caller)}}, url: "{{a.BaseUrl}}", api_key: key-of-a, breaker: off }
          b: { dialect: openai-chat, url: "{{b.BaseUrl}}", api_key: key-of-b, breaker: off }
        models:
          small: { provider: a, name: up-small }
          large: { provider: b, name: up-large }
          judge: { provider: b, name: up-judge }
        routes:
          auto: { pool: [small, large], reference: large, mode: enforce, quality: uncertified, {{more}} }
        """;

    // Either may be asked first: both hang.
    private static string Hedge(FakeUpstream a, FakeUpstream b) => $$"""
        version: 1
        providers:
          a: { dialect: openai-chat, url: "{{a.BaseUrl}}", api_key: key-of-a, breaker: off }
          b: { dialect: openai-chat, url: "{{b.BaseUrl}}", api_key: key-of-b, breaker: off }
        models:
          m: { deployments: [{ provider: a, name: up-0 }, { provider: b, name: up-1 }] }
        routes:
          auto: { pool: [m], hedge: { min_delay: 20ms, max_share: 100% } }
        """;
}
