using System.Diagnostics;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Processes;

/// <summary>Rows 53 and 54 on the real process: one signal drains, the second ends.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Serve_SignalledDuringAStream_TheStreamEndsWholeAndTheProcessWith0(string signal)
    {
        // Longer than the 2 s after which a signalled command would be killed by default.
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Tokens = 35, TokenGap = TimeSpan.FromMilliseconds(100) });
        await using var serve = Start(upstream, "30s");
        await using var client = await RawClient.ConnectAsync((await serve.AddressAsync()).Port);
        await client.PostAsync("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":true}""");
        await client.ReadHeadAsync();

        await serve.SignalAsync(signal);
        var last = "";
        await foreach (var one in client.ReadEventsAsync())
        {
            last = one.Data;
        }

        Assert.Equal("[DONE]", last);
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Serve_SignalledTwice_EndsAtOnce()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Hang());
        await using var serve = Start(upstream, "10m");
        await using var client = await RawClient.ConnectAsync((await serve.AddressAsync()).Port);
        await client.PostAsync("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""");
        await upstream.WaitForRequestAsync();
        await serve.SignalAsync("TERM");
        var started = Stopwatch.GetTimestamp();

        // The first must have been seen: the same signal twice in a row may arrive as one.
        var answer = client.ReadHeadAsync();
        while (!answer.IsCompleted && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(200);
            await serve.SignalAsync("TERM");
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(3)));
        }

        Assert.Equal(503, (await answer).Status);
        await serve.EndAsync();
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60));
    }

    public void Dispose() => _folder.Dispose();

    private CliProcess Start(FakeUpstream upstream, string drain)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "loadline.yaml"), $$"""
            version: 1
            providers: { p: { dialect: openai-chat, url: "{{upstream.BaseUrl}}" } }
            models: { m: { provider: p, name: up } }
            server: { drain: {{drain}} }

            """);
        return CliProcess.Start(_folder.Path, new Dictionary<string, string>(), "serve", "--urls", "http://127.0.0.1:0");
    }
}
