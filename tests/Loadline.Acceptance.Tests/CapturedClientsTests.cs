using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Testing;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Builder;
using Xunit.Abstractions;

namespace Loadline.Acceptance.Tests;

/// <summary>What agents and SDKs were recorded sending (Claude Code, Codex, OpenCode and others), sent again, over every kind of upstream.</summary>
public sealed class CapturedClientsTests(ITestOutputHelper log)
{
    [DataTheory("wire/captures", "wire/INDEX.tsv")]
    [InlineData("OpenAIChat")]
    [InlineData("OpenAIResponses")]
    [InlineData("Anthropic")]
    [InlineData("Gemini")]
    [InlineData("Bedrock")]
    public async Task Gateway_EveryCapturedRequest_IsServedByEveryKindOfUpstream(string dialect)
    {
        var captures = RecordedRequests.Captures().ToList();
        await using var upstream = Replies(Enum.Parse<Dialect>(dialect));
        await using var gateway = await StartAsync(captures, Enum.Parse<Dialect>(dialect), upstream.BaseUrl);
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Urls.First()) };
        var faults = new List<string>();
        foreach (var capture in captures)
        {
            using var content = new ByteArrayContent(capture.Request);
            content.Headers.ContentType = new("application/json");
            using var answer = await http.PostAsync(PathOf(capture.Dialect), content);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.OK || !IsWhole(capture, body))
            {
                faults.Add($"{capture.Name}: {(int)answer.StatusCode} {body[..Math.Min(body.Length, 200)]} … {body[Math.Max(0, body.Length - 300)..]}");
            }
        }

        log.WriteLine($"{captures.Count - faults.Count} of {captures.Count} served");
        Assert.True(faults.Count == 0, $"{faults.Count} of {captures.Count}:\n{string.Join('\n', faults.Take(10))}");
        Assert.Equal(captures.Count, upstream.Requests.Count);
        Assert.All(upstream.Requests, request => JsonNode.Parse(request.Body.Span));
    }

    // Each dialect's stream says in its own way that it ended well.
    private static bool IsWhole(RecordedChat capture, string body)
    {
        var asked = JsonNode.Parse(capture.Request)!;
        if ((bool?)asked["stream"] != true)
        {
            return JsonNode.Parse(body) is JsonObject reply && reply["error"] is null;
        }

        return capture.Dialect switch
        {
            Dialect.Anthropic => body.Contains("event: message_stop", StringComparison.Ordinal),
            Dialect.OpenAIResponses => body.Contains("event: response.completed", StringComparison.Ordinal)
                || body.Contains("event: response.incomplete", StringComparison.Ordinal),
            _ => body.TrimEnd().EndsWith("data: [DONE]", StringComparison.Ordinal),
        };
    }

    private static string PathOf(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIResponses => "/v1/responses",
        Dialect.Anthropic => "/v1/messages",
        _ => "/v1/chat/completions",
    };

    // Any good reply will do, streamed or not as asked.
    private static ReplayUpstream Replies(Dialect dialect)
    {
        var upstream = ReplayUpstream.Start([Reply(dialect, true), Reply(dialect, false)], seed: 11);
        upstream.Choose = request => request.Path.Contains("stream", StringComparison.Ordinal)
            || (bool?)JsonNode.Parse(request.Body.Span)!["stream"] == true ? 0 : 1;
        return upstream;
    }

    private static RecordedChat Reply(Dialect dialect, bool isStream) => RecordedChats.Replies.First(chat =>
        chat.Dialect == dialect && chat.IsStream == isStream && (!isStream || dialect != Dialect.OpenAIChat || chat.Reply.AsSpan().EndsWith("data: [DONE]\n\n"u8))
        && NativeReading.Of(chat) is { Text.Length: > 0, Calls.Length: 0, Output: > 0 });

    private static async Task<WebApplication> StartAsync(List<RecordedChat> captures, Dialect dialect, Uri upstream)
    {
        var names = captures.Select(capture => (string)JsonNode.Parse(capture.Request)!["model"]!).Distinct(StringComparer.Ordinal);
        var models = names.Select(name => string.Create(
            CultureInfo.InvariantCulture, $"  \"{name}\": {{ provider: p, name: m, context: 10m, can: [tools, schema, images, audio, reasoning] }}\n"));
        var more = dialect == Dialect.Bedrock ? ", region: us-east-1" : "";
        var text = $"version: 1\nproviders:\n  p: {{ dialect: {RecordedWorld.Word(dialect)}, url: \"{upstream}\", api_key: k{more} }}\nmodels:\n{string.Concat(models)}";
        var read = ConfigReader.Read(text, "captures.yaml", static _ => null);
        Assert.True(read.Errors.Count == 0, string.Join('\n', read.Errors.Take(3)));
        var gateway = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(SnapshotBuilder.Build(read.Config!, null, BuiltInCatalog.Instance)),
            Urls = ["http://127.0.0.1:0"],
        });
        await gateway.StartAsync();
        return gateway;
    }
}
