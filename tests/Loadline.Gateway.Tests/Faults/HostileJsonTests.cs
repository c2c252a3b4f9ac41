using System.Diagnostics;
using System.Globalization;
using System.Text;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Rows 19 and 23: JSON that is meant to hurt, from callers and from upstreams, costs bounded time and memory and no money.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class HostileJsonTests(ITestOutputHelper output)
{
    // Of a body: its buffer, the server's pieces, and what a failing answer takes; never a multiple that grows with what is in it.
    private const int MostAllocatedPerByte = 6;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(Tier.Pick(20, 1));

    private static readonly Dictionary<string, Func<string>> Values = new()
    {
        ["arrays in arrays"] = static () => new string('[', 10_000) + new string(']', 10_000),
        ["objects in objects"] = static () => string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000),
        ["a number of a megabyte"] = static () => new string('9', 1 << 20),
        ["an exponent"] = static () => "1e999999999",
        ["a string of 24 MB"] = static () => "\"" + new string('x', 24 << 20) + "\"",
        ["a megabyte of escapes"] = static () => "\"" + string.Concat(Enumerable.Repeat("\\u0041", 1 << 18)) + "\"",
        ["lone surrogates"] = static () => "\"\\ud800 \\udc00 \\ud800\\ud800\"",
        ["the same key 200,000 times"] = static () => "{" + string.Join(',', Enumerable.Repeat("\"a\":1", 200_000)) + "}",
        ["200,000 keys"] = static () => "{" + string.Join(',', Enumerable.Range(0, 200_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"k{i}\":1"))) + "}",
    };

    public static TheoryData<string> Names => [.. Values.Keys];

    /// <summary>In the text of a prompt, where rules and signals look, and beside it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ask_HostileBody_IsBoundedInTimeAndMemory(string name)
    {
        // A reply that does not depend on the body: the fake must not be what is measured.
        await using var upstream = FakeUpstream.Start(UpstreamScript.Raw(200, """{"choices":[{"message":{"content":"x"}}]}"""));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl,
            "rules: [{ name: secret, when: { pii: [ssn, iban, card] }, use: small }, { name: hard, when: { complexity: \">= 0.9\" }, use: large }]"));
        await gateway.AskAsync(Bodies.Chat(false));
        var value = Values[name]();
        foreach (var body in (string[])
            [
                "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":" + (value[0] == '"' ? value : "\"x\"") + "}],\"metadata\":{\"a\":" + value + "}}",
                $$"""{"model":"auto","messages":{{value}}}""",
                $$"""{"x":{{value}},"model":"auto","messages":[{"role":"user","content":"Hello"}],"tools":{{value}}}""",
            ])
        {
            await BoundedAsync(gateway, body, name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ask_HostileReply_IsBoundedInTimeAndMemory(string name)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl).Replace("api_key: key", "breaker: off, api_key: key", StringComparison.Ordinal));
        await gateway.AskAsync(Bodies.Chat(false));
        var value = Values[name]();
        foreach (var reply in (string[])
            [
                value, $$"""{"choices":{{value}}}""", $$"""{"choices":[{"message":{"content":"x"},"y":{{value}}}],"usage":{{value}}}""",
                $$"""{"error":{{value}}}""",
            ])
        {
            upstream.DefaultScript = UpstreamScript.Raw(200, reply);
            await BoundedAsync(gateway, Bodies.Chat(false), name, reply.Length * 3L);
        }
    }

    /// <summary>Numbers that cannot be: spend never goes down, and never leaves what a number holds.</summary>
    [Theory]
    [InlineData(-5, -7, 0, true)]
    [InlineData(-5, -7, 0, false)]
    [InlineData(int.MaxValue, int.MaxValue, 0, true)]
    [InlineData(int.MaxValue, int.MaxValue, 0, false)]
    [InlineData(int.MinValue, 3, int.MinValue, true)]
    [InlineData(10, 3, int.MaxValue, false)]
    [InlineData(0, 0, 0, true)]
    public async Task Ask_AbsurdUsage_IsNeverNegativeNorUnbounded(int prompt, int completion, int cached, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Usage = new(prompt, completion, cached, completion) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(200, answer.Status);
        Assert.InRange(decision.CostUsd!.Value, 0, 300);
        Assert.InRange(decision.Usage!.Value.Input, 0, 100_000_000);
        Assert.InRange(decision.Usage!.Value.CachedInput, 0, decision.Usage!.Value.Input);
        var spent = (await gateway.MetricsAtRestAsync()).Samples.Single(sample => sample.Key.StartsWith("loadline_cost_usd_total{", StringComparison.Ordinal));
        Assert.Equal((double)decision.CostUsd.Value, spent.Value, 9);
    }

    [Theory]
    [InlineData(1_000, 200)]
    [InlineData(1_001, 400)]
    public async Task Ask_MetadataWithoutEnd_Is400(int members, int status)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        var metadata = string.Join(',', Enumerable.Range(0, members).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"k{i}\":\"v\"")));
        var answer = await gateway.AskAsync(Bodies.Chat(false, "m", ",\"metadata\":{" + metadata + "}"));
        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            Assert.Equal(("metadata_too_large", "metadata"), (answer.Code, answer.Param));
        }
    }

    /// <summary>No usage at all: the cost is unknown, not zero, and the record says that it may have been billed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_NoUsage_TheCostIsUnknownAndNotZero(bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { UsageReport = UsageReport.Never });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl));
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal((200, null, null), (answer.Status, decision.CostUsd, decision.Usage));
        Assert.True(decision.EstimatedInputTokens > 0);
    }

    private async Task BoundedAsync(TestGateway gateway, string body, string name, long more = 0)
    {
        var bytes = RawClient.Request(TestGateway.Chat, body);
        await using var client = await gateway.ConnectAsync();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        await client.SendAsync(bytes);
        var head = await client.ReadHeadAsync();
        var took = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {head.Status}, {bytes.Length + more} bytes, {took.TotalMilliseconds:0} ms, {allocated} bytes allocated"));

        // The fakes of both ends are in it, too.
        Assert.Contains(head.Status, (int[])[200, 400, 413, 502]);
        Assert.True(took < Most, $"{name}: {took}");
        Assert.True(allocated < 4_000_000 + (MostAllocatedPerByte * (bytes.Length + more)), $"{name}: {allocated} bytes for {bytes.Length}");
    }
}
