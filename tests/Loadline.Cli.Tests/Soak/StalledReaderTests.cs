using System.Diagnostics;
using System.Globalization;
using Loadline.Cli.Tests.Processes;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Cli.Tests.Soak;

/// <summary>Row 30 on the real process: callers that read nothing cost it little memory each, hold their upstream back, and nobody else up.</summary>
public sealed class StalledReaderTests(ITestOutputHelper output) : IDisposable
{
    // What one such stream may hold in the process, and how much of its answer the sockets on its way may.
    private const double MostMbEach = 0.25;

    // What the collector may let the process grow by meanwhile, whatever the number of streams.
    private const double MostMbOnce = 64;
    private const int Characters = 64 * 1024 * 1024;

    private readonly TemporaryFolder _folder = new();

    // LOADLINE_SLOW=1 in tests/slow.sh.
    private static int Stalled => Environment.GetEnvironmentVariable("LOADLINE_SLOW") == "1" ? 200 : 50;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_ManyCallersReadNothing_MemoryIsBoundedAndOthersAreServed()
    {
        var flood = new UpstreamScript { Events = [.. Enumerable.Repeat(Event(), Characters / 16_384)] };
        await using var upstream = FakeUpstream.Start();
        upstream.Choose = request => request.BodyText.Contains("flood", StringComparison.Ordinal) ? flood : null;
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "loadline.yaml"), $$"""
            version: 1
            providers: { p: { dialect: openai-chat, url: "{{upstream.BaseUrl}}" } }
            models: { m: { provider: p, name: up } }
            storage: { ledger: memory }

            """);
        await using var serve = CliProcess.Start(_folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");
        var port = (await serve.AddressAsync()).Port;

        // A few once before: what the process compiles the first time is no stream's.
        await LeaveAsync(upstream, await StallAsync(port, upstream, 5));
        await AskAsync(port, 1_000);
        var before = ProcessSample.Take(serve.Id, 0);

        var stalled = await StallAsync(port, upstream, Stalled);
        var took = await AskAsync(port, 200);
        var after = ProcessSample.Take(serve.Id, 0);
        var sent = upstream.Connections.Max(connection => connection.BytesWritten) / 1048576.0;
        var each = (after.ResidentMb - before.ResidentMb) / Stalled;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Stalled} stalled readers: RSS {before.ResidentMb:0} -> {after.ResidentMb:0} MiB, {each * 1024:0} KiB each; at most {sent:0.0} of 64 MiB left the upstream; others: median {took[100]:0.0} ms, p99 {took[198]:0.0} ms"));
        Assert.True(after.ResidentMb - before.ResidentMb < MostMbOnce + (MostMbEach * Stalled), $"{each} MiB each");
        Assert.True(sent < 32, $"{sent} MiB left the upstream: it is not held back");
        await LeaveAsync(upstream, stalled);
        await serve.SignalAsync("TERM");
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }

    private static async Task<List<RawClient>> StallAsync(int port, FakeUpstream upstream, int count)
    {
        var stalled = new List<RawClient>();
        for (var i = 0; i < count; i++)
        {
            var client = await RawClient.ConnectAsync(port, receiveBuffer: 4096);
            await client.PostAsync("/v1/chat/completions", Body("flood"));
            stalled.Add(client);
        }

        await upstream.WaitForAsync(u => u.LiveRequests == count, TimeSpan.FromSeconds(30));
        return stalled;
    }

    private static async Task LeaveAsync(FakeUpstream upstream, List<RawClient> stalled)
    {
        foreach (var client in stalled)
        {
            client.Reset();
            await client.DisposeAsync();
        }

        await upstream.WaitForAsync(u => u.LiveRequests == 0);
    }

    private static async Task<List<double>> AskAsync(int port, int times)
    {
        var took = new List<double>();
        await using var client = await RawClient.ConnectAsync(port);
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await client.PostAsync("/v1/chat/completions", Body("Hi"));
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        took.Sort();
        return took;
    }

    private static string Body(string text) => $$"""{"model":"m","stream":true,"messages":[{"role":"user","content":"{{text}}"}]}""";

    private static ReadOnlyMemory<byte> Event() => System.Text.Encoding.UTF8.GetBytes(
        $$$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"up","choices":[{"index":0,"delta":{"content":"{{{new string('x', 16_000)}}}"},"finish_reason":null}]}""" + "\n\n");
}
