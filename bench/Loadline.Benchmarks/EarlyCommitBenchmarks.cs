using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Testing;
using Microsoft.AspNetCore.Builder;

namespace Loadline.Benchmarks;

/// <summary>
/// Time from the request to the first content of an accepted cheap answer, over sockets: an answer of 100 tokens, 10 ms apart, buffered whole for its check
/// against committed early. The baseline is the cascade that buffers; <see cref="NoCheck"/> is what no check at all would be.
/// </summary>
public class EarlyCommitBenchmarks
{
    private const int Tokens = 100;
    private static readonly string[] Plans =
    [
        "plan: { kind: cascade, steps: [small, large], accept: { kind: logprob, mean: -0.4 } }",
        "plan: { kind: cascade, steps: [small, large], accept: { kind: logprob, mean: -0.4, early: 16 } }",
        "plan: { kind: cascade, steps: [small, large], accept: { kind: refusal } }",
        "plan: { kind: parallel, take: race, candidates: [small, large], check: { kind: logprob, mean: -0.4 } }",
        "plan: { kind: parallel, take: race, candidates: [small, large] }",
        "policy: { kind: fixed, use: small }",
    ];

    private FakeUpstream _small = null!;
    private FakeUpstream _large = null!;
    private WebApplication _gateway = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _small = FakeUpstream.Start(Answer() with { TokenGap = TimeSpan.FromMilliseconds(10) });
        _large = FakeUpstream.Start(UpstreamScript.Hang());
        var read = ConfigReader.Read(Config(), "bench.yaml", static _ => null);
        _gateway = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(SnapshotBuilder.Build(read.Config!, null, BuiltInCatalog.Instance)),
            Urls = ["http://127.0.0.1:0"],
        });
        await _gateway.StartAsync().ConfigureAwait(false);
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _gateway.DisposeAsync().ConfigureAwait(false);
        await _small.DisposeAsync().ConfigureAwait(false);
        await _large.DisposeAsync().ConfigureAwait(false);
    }

    [Benchmark(Baseline = true)]
    public Task CascadeBuffered() => FirstContentAsync(0);

    [Benchmark]
    public Task CascadeEarlyLogprob() => FirstContentAsync(1);

    [Benchmark]
    public Task CascadeEarlyRefusal() => FirstContentAsync(2);

    [Benchmark]
    public Task RaceChecked() => FirstContentAsync(3);

    [Benchmark]
    public Task RaceUnchecked() => FirstContentAsync(4);

    [Benchmark]
    public Task NoCheck() => FirstContentAsync(5);

    private async Task FirstContentAsync(int plan)
    {
        var client = await RawClient.ConnectAsync(new Uri(_gateway.Urls.First()).Port).ConfigureAwait(false);
        await using var connection = client.ConfigureAwait(false);
        await client.PostAsync("/v1/chat/completions", "{\"model\":\"r" + plan.ToString(CultureInfo.InvariantCulture)
            + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}").ConfigureAwait(false);
        await client.ReadHeadAsync().ConfigureAwait(false);
        await foreach (var chunk in client.ReadChunksAsync().ConfigureAwait(false))
        {
            if (chunk.Bytes.Span.IndexOf("token"u8) >= 0)
            {
                return;
            }
        }

        throw new InvalidOperationException("No content came.");
    }

    private string Config() => $$"""
        version: 1
        providers:
          a: { dialect: openai-chat, url: "{{_small.BaseUrl}}", breaker: off }
          b: { dialect: openai-chat, url: "{{_large.BaseUrl}}", breaker: off }
        models:
          small: { provider: a, name: up-small, price: { input: 1, output: 2 } }
          large: { provider: b, name: up-large, price: { input: 10, output: 20 } }
        routes:

        """ + string.Join('\n', Plans.Select((plan, i) => string.Create(
            CultureInfo.InvariantCulture, $"  r{i}: {{ pool: [small, large], reference: large, mode: enforce, quality: uncertified, {plan} }}"))) + "\n";

    // Sure of every token: each has a log-probability close to 0.
    private static UpstreamScript Answer()
    {
        const string Sure = "\"logprobs\":{\"content\":[{\"token\":\"token\",\"logprob\":-0.05,\"top_logprobs\":[]}]}";
        var events = Enumerable.Repeat("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"token \"}," + Sure + "}]}\n\n", Tokens)
            .Append("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        return new UpstreamScript { Events = [.. events.Select(one => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(one))] };
    }
}
