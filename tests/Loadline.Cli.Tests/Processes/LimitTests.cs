using System.Diagnostics;
using System.Globalization;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Cli.Tests.Processes;

/// <summary>Rows 32 and 42: the process is given little, and asked for much.</summary>
public sealed class LimitTests(ITestOutputHelper output) : IDisposable
{
    private const string Chat = "/v1/chat/completions";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>400 callers where 512 files may be open: those beyond the cap are closed, those within are served, and it recovers.</summary>
    [Fact]
    public async Task Serve_MoreConnectionsThanFilesAllow_TurnsTheRestAwayAndRecovers()
    {
        if (!File.Exists("/usr/bin/prlimit"))
        {
            output.WriteLine("No prlimit here: nothing was tested.");
            return;
        }

        await using var upstream = FakeUpstream.Start();
        await using var serve = Start(["prlimit", "--nofile=512:512"], upstream);
        var port = (await serve.AddressAsync()).Port;
        var clients = new List<RawClient>();
        var (served, closed) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            try
            {
                clients.Add(await RawClient.ConnectAsync(port));
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Closed before the caller knew that it was connected.
                closed++;
            }
        }

        foreach (var client in clients)
        {
            try
            {
                await client.PostAsync(Chat, Body("Hi", streaming: true));
                served += (await client.ReadResponseAsync()).Status == 200 ? 1 : 0;
            }
            catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
            {
                closed++;
            }
        }

        output.WriteLine($"400 connections under 512 files: {served} served, {closed} closed");
        Assert.Equal(400, served + closed);
        Assert.InRange(served, 100, 128);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        await using var after = await ConnectAsync(port);
        await after.PostAsync(Chat, Body("Hi", streaming: false));
        Assert.Equal(200, (await after.ReadResponseAsync()).Status);
        await serve.SignalAsync("TERM");
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }

    /// <summary>A heap of 150 MB and forty prompts of 8 MB at once: some are served, the rest is turned away, nothing ends the process.</summary>
    [Fact]
    public async Task Serve_LargePromptsInASmallHeap_ShedsBeforeMemoryIsGone()
    {
        const int Callers = 40;
        await using var upstream = FakeUpstream.Start(new UpstreamScript { TimeToFirstByte = TimeSpan.FromMilliseconds(300) });
        await using var serve = Start([], upstream, ("DOTNET_GCHeapHardLimit", (150 << 20).ToString("x", CultureInfo.InvariantCulture)));
        var port = (await serve.AddressAsync()).Port;
        var body = Body(new string('p', 8 << 20), streaming: false);
        var statuses = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => AskAsync(port, body)));

        output.WriteLine($"{Callers} prompts of 8 MiB in a heap of 150 MiB: {statuses.Count(s => s == 200)} served, {statuses.Count(s => s == 503)} turned away");
        Assert.Subset(new HashSet<int> { 200, 503 }, statuses.ToHashSet());
        Assert.Contains(200, statuses);
        Assert.Contains(503, statuses);

        // A caller has its answer before the server has let go of what it held for it.
        await EmptyAsync(port);
        Assert.Equal(200, await AskAsync(port, body));
        await serve.SignalAsync("TERM");
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }

    // Reads while it sends, as a careful client does: the server answers before it has the whole body, drains what still comes for five seconds,
    // and then resets the connection, which a caller that only sends hears of before it looks for an answer.
    private static async Task<int> AskAsync(int port, string body)
    {
        await using var client = await RawClient.ConnectAsync(port);
        client.Patience = TimeSpan.FromSeconds(60);
        var sending = client.PostAsync(Chat, body);
        var response = await client.ReadResponseAsync();
        try
        {
            await sending;
        }
        catch (System.Net.Sockets.SocketException) when (response.Status == 503)
        {
            // Turned away before all of it was sent.
        }

        return response.Status;
    }

    // Until nothing of any request is held, asked at the pace of a round trip.
    private static async Task EmptyAsync(int port)
    {
        var (started, page) = (Stopwatch.GetTimestamp(), "");
        await using var client = await RawClient.ConnectAsync(port);
        while (!page.Contains("\nloadline_buffered_bytes 0\n", StringComparison.Ordinal))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), page);
            await client.GetAsync("/metrics");
            page = (await client.ReadResponseAsync()).Text;
        }
    }

    // The places of those who just went are free a moment later; until then whoever connects is sent away, at the pace of a round trip.
    private static async Task<RawClient> ConnectAsync(int port)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            RawClient? client = null;
            try
            {
                client = await RawClient.ConnectAsync(port);
                await client.GetAsync("/healthz");
                if ((await client.ReadResponseAsync()).Status == 200)
                {
                    return client;
                }
            }
            catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
            {
                await (client?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
        }
    }

    private static string Body(string text, bool streaming) =>
        $$"""{"model":"auto","messages":[{"role":"user","content":"{{text}}"}]{{(streaming ? ",\"stream\":true" : "")}}}""";

    private CliProcess Start(string[] under, FakeUpstream upstream, params (string Name, string Value)[] environment)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "loadline.yaml"), $$"""
            version: 1
            providers: { p: { dialect: openai-chat, url: "{{upstream.BaseUrl}}" } }
            models: { m: { provider: p, name: up } }
            routes: { auto: { pool: [m], reference: m, mode: enforce, quality: uncertified, timeouts: { connect: 60s } } }

            """);
        return CliProcess.StartUnder(under, _folder.Path, environment.ToDictionary(one => one.Name, one => one.Value), "serve", "--urls", "http://127.0.0.1:0");
    }
}
