using System.IO.Compression;
using System.Text.Json;

namespace Loadline.Testing.Tests;

public sealed class FakeUpstreamReplyTests
{
    [Fact]
    public async Task Plain_Default_IsACompletionWithUsage()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Reply("one two three") with { Usage = new(7, CachedTokens: 5) });
        var reply = await Exchange.PostAsync(upstream, Exchange.Plain);
        Assert.Equal((200, BodyEnd.Complete), (reply.Status, reply.End));
        using var json = reply.Json();
        Assert.Equal("m", json.RootElement.GetProperty("model").GetString());
        var choice = json.RootElement.GetProperty("choices")[0];
        Assert.Equal("one two three", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        var usage = json.RootElement.GetProperty("usage");
        Assert.Equal((7, 3, 10), (Int(usage, "prompt_tokens"), Int(usage, "completion_tokens"), Int(usage, "total_tokens")));
        Assert.Equal(5, Int(usage.GetProperty("prompt_tokens_details"), "cached_tokens"));
    }

    [Fact]
    public async Task Stream_Default_IsChunksOfWordsThenFinishThenDone()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Reply("one two three"));
        var events = await Exchange.EventsAsync(upstream, Exchange.Stream);
        Assert.Equal(6, events.Count);
        Assert.Equal("[DONE]", events[^1]);
        Assert.Equal("one two three", string.Concat(events[..^1].Select(Content)));
        Assert.Contains("\"finish_reason\":\"stop\"", events[^2], StringComparison.Ordinal);
        Assert.DoesNotContain(events, e => e.Contains("usage", StringComparison.Ordinal));
        Assert.Equal(3, upstream.Connections[0].TokensWritten);
    }

    [Theory]
    [InlineData(UsageReport.Usual, Exchange.Stream, false, false)]
    [InlineData(UsageReport.Usual, Exchange.StreamWithUsage, true, false)]
    [InlineData(UsageReport.Always, Exchange.Stream, true, false)]
    [InlineData(UsageReport.WithChoices, Exchange.Stream, false, true)]
    [InlineData(UsageReport.Never, Exchange.StreamWithUsage, false, false)]
    public async Task Stream_UsageReport_IsWhereItWasScripted(UsageReport report, string body, bool ownChunk, bool withChoices)
    {
        await using var upstream = FakeUpstream.Start(new() { UsageReport = report });
        var chunks = (await Exchange.EventsAsync(upstream, body))[..^1].ConvertAll(e => JsonDocument.Parse(e).RootElement);
        var reported = chunks.Where(c => c.TryGetProperty("usage", out var u) && u.ValueKind == JsonValueKind.Object).ToList();
        Assert.Equal(ownChunk ? 1 : 0, reported.Count(c => c.GetProperty("choices").GetArrayLength() == 0));
        Assert.Equal(withChoices ? 1 : 0, reported.Count(c => c.GetProperty("choices").GetArrayLength() == 1));
    }

    [Fact]
    public async Task ToolCalls_PlainAndStream_CarryTheSameArguments()
    {
        var call = new FakeToolCall("call_1", "weather", """{"city":"Oslo"}""");
        await using var upstream = FakeUpstream.Start(new() { ToolCalls = [call] });
        using var plain = (await Exchange.PostAsync(upstream, Exchange.Plain)).Json();
        var choice = plain.RootElement.GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(call.Arguments, Function(choice.GetProperty("message")).GetProperty("arguments").GetString());

        var deltas = (await Exchange.EventsAsync(upstream, Exchange.Stream))[..^1]
            .ConvertAll(e => JsonDocument.Parse(e).RootElement.GetProperty("choices")[0].GetProperty("delta"))
            .Where(d => d.TryGetProperty("tool_calls", out _)).ToList();
        Assert.Equal("weather", Function(deltas[0]).GetProperty("name").GetString());
        Assert.Equal(call.Arguments, string.Concat(deltas.Select(d => Function(d).GetProperty("arguments").GetString())));
    }

    [Fact]
    public async Task Embeddings_FloatAndBase64_AreTheSameVector()
    {
        await using var upstream = FakeUpstream.Start();
        using var floats = (await Exchange.PostAsync(upstream, """{"model":"e","input":["a","b"]}""", "/v1/embeddings")).Json();
        using var base64 = (await Exchange.PostAsync(upstream, """{"model":"e","input":["a","b"],"encoding_format":"base64"}""", "/v1/embeddings")).Json();
        for (var i = 0; i < 2; i++)
        {
            var expected = floats.RootElement.GetProperty("data")[i].GetProperty("embedding").EnumerateArray().Select(e => e.GetSingle()).ToArray();
            var bytes = base64.RootElement.GetProperty("data")[i].GetProperty("embedding").GetBytesFromBase64();
            Assert.Equal(8, expected.Length);
            Assert.Equal(expected, Enumerable.Range(0, 8).Select(n => BitConverter.ToSingle(bytes, 4 * n)));
        }
    }

    [Fact]
    public async Task Models_Get_ListsThemWithoutTakingAScript()
    {
        await using var upstream = FakeUpstream.Start();
        upstream.Enqueue(UpstreamScript.Error(500));
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.GetAsync("/v1/models");
        var reply = await client.ReadResponseAsync();
        Assert.Contains("fake-large", reply.Text, StringComparison.Ordinal);
        Assert.Equal(1, upstream.QueuedScripts);
        await client.GetAsync("/elsewhere");
        Assert.Equal(404, (await client.ReadResponseAsync()).Status);
        Assert.Equal((2, 1), (upstream.Connections[0].Requests, upstream.Connections.Count));
    }

    [Fact]
    public async Task Scripts_ChooseThenQueueThenDefault_AreTakenInThatOrder()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Reply("default"));
        upstream.Enqueue(UpstreamScript.Error(429, retryAfter: "7"));
        upstream.Choose = r => r.Header("x-pick") is { } text ? UpstreamScript.Reply(text) : null;
        await using var client = await RawClient.ConnectAsync(upstream.BaseUrl);
        await client.PostAsync(Exchange.Path, Exchange.Plain, ("X-Pick", "chosen"));
        Assert.Contains("chosen", (await client.ReadResponseAsync()).Text, StringComparison.Ordinal);
        await client.PostAsync(Exchange.Path, Exchange.Plain);
        var limited = await client.ReadResponseAsync();
        Assert.Equal((429, "7"), (limited.Status, limited.Head.Header("retry-after")));
        await client.PostAsync(Exchange.Path, Exchange.Plain);
        Assert.Contains("default", (await client.ReadResponseAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(Exchange.Plain, upstream.Requests[2].BodyText);
    }

    [Theory]
    [InlineData(BodyFraming.ContentLength, BodyEnd.Complete, false)]
    [InlineData(BodyFraming.Chunked, BodyEnd.Complete, false)]
    [InlineData(BodyFraming.Close, BodyEnd.Closed, false)]
    [InlineData(BodyFraming.ContentLength, BodyEnd.Complete, true)]
    [InlineData(BodyFraming.Close, BodyEnd.Closed, true)]
    public async Task Framing_AnyOfThem_CarriesTheSameBody(BodyFraming framing, BodyEnd end, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(new() { Framing = framing, FragmentSize = streaming ? 0 : 1 });
        var reply = await Exchange.PostAsync(upstream, streaming ? Exchange.Stream : Exchange.Plain);
        Assert.Equal(end, reply.End);
        upstream.DefaultScript = UpstreamScript.Default;
        Assert.Equal((await Exchange.PostAsync(upstream, streaming ? Exchange.Stream : Exchange.Plain)).Text, reply.Text);
    }

    [Theory]
    [InlineData(Exchange.Plain)]
    [InlineData(Exchange.Stream)]
    public async Task Gzip_Body_InflatesToThePlainOne(string body)
    {
        await using var upstream = FakeUpstream.Start(new() { Gzip = true });
        var reply = await Exchange.PostAsync(upstream, body);
        Assert.Equal("gzip", reply.Head.Header("Content-Encoding"));
        using var inflated = new StreamReader(new GZipStream(new MemoryStream(reply.Body.ToArray()), CompressionMode.Decompress));
        upstream.DefaultScript = UpstreamScript.Default;
        Assert.Equal((await Exchange.PostAsync(upstream, body)).Text, await inflated.ReadToEndAsync());
    }

    [Fact]
    public async Task Presets_RedirectCookieMalformedGiant_SendWhatTheySay()
    {
        await using var upstream = FakeUpstream.Start();
        upstream.Enqueue(
            UpstreamScript.Redirect("http://127.0.0.1:9/steal"), UpstreamScript.WithCookie("a=1"), UpstreamScript.Malformed(),
            UpstreamScript.Malformed(), UpstreamScript.Giant(3_000_000), UpstreamScript.ErrorMidStream(2), new() { SendsDone = false });
        var redirect = await Exchange.PostAsync(upstream, Exchange.Plain);
        Assert.Equal((307, "http://127.0.0.1:9/steal"), (redirect.Status, redirect.Head.Header("Location")));
        Assert.Equal("a=1", (await Exchange.PostAsync(upstream, Exchange.Plain)).Head.Header("Set-Cookie"));
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(Exchange.PostAsync(upstream, Exchange.Plain).Result.Body));
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(Exchange.EventsAsync(upstream, Exchange.Stream).Result[0]));
        Assert.Contains(await Exchange.EventsAsync(upstream, Exchange.Stream), e => e.Length > 3_000_000);
        var broken = await Exchange.EventsAsync(upstream, Exchange.Stream);
        Assert.Equal(3, broken.Count);
        Assert.StartsWith("{\"error\":", broken[2], StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", await Exchange.EventsAsync(upstream, Exchange.Stream));
        Assert.Empty(upstream.Errors);
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static JsonElement Function(JsonElement message) => message.GetProperty("tool_calls")[0].GetProperty("function");

    private static string? Content(string chunk)
    {
        var delta = JsonDocument.Parse(chunk).RootElement.GetProperty("choices")[0].GetProperty("delta");
        return delta.TryGetProperty("content", out var content) ? content.GetString() : "";
    }
}
