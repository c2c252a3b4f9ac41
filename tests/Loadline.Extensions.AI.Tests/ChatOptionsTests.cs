using System.Text.Json;
using System.Text.Json.Nodes;
using Loadline.Core.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Loadline.Extensions.AI.Tests;

/// <summary>What <see cref="ChatOptions"/> say arrives: at a provider in its own words, at an application's client as it was given, at a gateway as headers, too.</summary>
public sealed class ChatOptionsTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create((string city) => city, "weather", "Tells the weather.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Provider_EveryOption_IsInItsBody(bool stream)
    {
        var asked = new Asked();
        await using var app = await asked.StartAsync();
        using var client = Straight(app);
        await client.AskAsync(stream, Everything());
        var body = JsonNode.Parse(asked.Body)!.AsObject();
        Assert.Equal(
            """{"type":"function","function":{"name":"weather"}}""",
            body["tool_choice"]!.ToJsonString());
        Assert.Equal("weather", (string?)body["tools"]![0]!["function"]!["name"]);
        Assert.Equal("answer", (string?)body["response_format"]!["json_schema"]!["name"]);
        Assert.Equal("""[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"}]""", body["messages"]!.ToJsonString());
        foreach (var name in (string[])["tool_choice", "tools", "response_format", "messages"])
        {
            body.Remove(name);
        }

        // What is left is all there is: nothing that was not said goes out, no header that was meant for rules either.
        Assert.Equal(
            """{"model":"m-1","max_completion_tokens":500,"temperature":0.25,"top_p":0.75,"frequency_penalty":0.5,"presence_penalty":-0.5,"seed":7,"stop":["END"],"parallel_tool_calls":false,"reasoning_effort":"high","user":"u-1","prompt_cache_key":"k-1","metadata":{"tenant":"acme"}"""
            + (stream ? ""","stream":true,"stream_options":{"include_usage":true}}""" : "}"),
            body.ToJsonString());
        Assert.DoesNotContain(asked.Headers, name => name.StartsWith("x-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Gateway_HintsAndConversation_AreHeaders(bool stream)
    {
        var asked = new Asked();
        await using var app = await asked.StartAsync();
        using var client = new LoadlineChatClient(new LoadlineOptions { Gateway = new Uri(app.Urls.First() + "/v1"), GatewayKey = "ll_key" });
        await client.AskAsync(stream, Everything());
        Assert.Equal(
            ("acme", "c-1", "Bearer ll_key"),
            (asked.Header("x-tenant"), asked.Header("x-loadline-session"), asked.Header("Authorization")));
        await client.AskAsync(stream, new ChatOptions { ConversationId = "c-1", AdditionalProperties = new() { ["x-loadline-session"] = "s-1" } });
        Assert.Equal("s-1", asked.Header("x-loadline-session"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_OfTheApplication_GetsTheCallersOptionsButForTheModel(bool stream)
    {
        using var small = new ScriptedClient("small-1");
        using var client = Chats.TwoModels(small, new ScriptedClient("large-1"));
        var given = Everything();
        given.ModelId = "auto";
        await client.AskAsync(stream, given);
        var got = Assert.Single(small.Asked)!;
        Assert.NotSame(given, got);
        Assert.Equal(("auto", "small-1"), (given.ModelId, got.ModelId));
        Assert.Equal((500, 0.25f, 0.75f, 0.5f, -0.5f), (got.MaxOutputTokens, got.Temperature, got.TopP, got.FrequencyPenalty, got.PresencePenalty));
        Assert.Equal((7L, "Be brief.", "c-1", false), (got.Seed, got.Instructions, got.ConversationId, got.AllowMultipleToolCalls));
        Assert.Equal(ReasoningEffort.High, got.Reasoning!.Effort);
        Assert.Equal(["END"], got.StopSequences!);
        Assert.Same(Weather, Assert.Single(got.Tools!));
        Assert.Same(given.ToolMode, got.ToolMode);
        Assert.Same(given.ResponseFormat, got.ResponseFormat);
        Assert.Equal(given.AdditionalProperties!.Keys.Order(), got.AdditionalProperties!.Keys.Order());
    }

    [Fact]
    public async Task Client_CapAboveTheModels_IsBroughtDown()
    {
        using var own = new ScriptedClient("small-1");
        const string Yaml = """
            version: 1
            providers: { one: { dialect: anthropic, url: "http://127.0.0.1:9" } }
            models: { small: { provider: one, name: small-1, max_output: 300 } }
            routes: { auto: { pool: [small], reference: small, mode: enforce, quality: uncertified, policy: cheapest } }
            """;
        var config = ConfigReader.Read(Yaml, "loadline.yaml", _ => null);
        Assert.Empty(config.Errors);
        using var client = new LoadlineChatClient(new LoadlineOptions { Config = config.Config, Clients = { ["one"] = own } });
        await client.AskAsync(stream: false, new ChatOptions { MaxOutputTokens = 500 });
        await client.AskAsync(stream: false, new ChatOptions { MaxOutputTokens = 200 });
        Assert.Equal([300, 200], own.Asked.Select(options => options!.MaxOutputTokens!.Value));
    }

    private static ChatOptions Everything() => new()
    {
        Instructions = "Be brief.",
        ConversationId = "c-1",
        MaxOutputTokens = 500,
        Temperature = 0.25f,
        TopP = 0.75f,
        FrequencyPenalty = 0.5f,
        PresencePenalty = -0.5f,
        Seed = 7,
        StopSequences = ["END"],
        Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
        Tools = [Weather],
        ToolMode = ChatToolMode.RequireSpecific("weather"),
        AllowMultipleToolCalls = false,
        ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}"""), "answer"),
        AdditionalProperties = new()
        {
            ["x-tenant"] = "acme",
            ["user"] = "u-1",
            ["prompt_cache_key"] = "k-1",
            ["metadata"] = new Dictionary<string, string> { ["tenant"] = "acme" },
        },
    };

    private static LoadlineChatClient Straight(WebApplication app)
    {
        var yaml = $$"""
            version: 1
            providers: { house: { url: "{{app.Urls.First()}}/v1" } }
            models: { auto: { provider: house, name: m-1 } }
            """;
        return new LoadlineChatClient(new LoadlineOptions { Config = ConfigReader.Read(yaml, "loadline.yaml", _ => null).Config });
    }

    /// <summary>Answers "Hi" over HTTP and remembers what it was asked.</summary>
    private sealed class Asked
    {
        private Dictionary<string, string> _headers = [];

        public string Body { get; private set; } = "";

        public IEnumerable<string> Headers => _headers.Keys;

        public string? Header(string name) => _headers.GetValueOrDefault(name);

        public async Task<WebApplication> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.MapPost("/v1/chat/completions", AnswerAsync);
            await app.StartAsync();
            return app;
        }

        private async Task AnswerAsync(HttpContext http)
        {
            using var reader = new StreamReader(http.Request.Body);
            Body = await reader.ReadToEndAsync();
            _headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var isStream = Body.Contains("\"stream\":true", StringComparison.Ordinal);
            http.Response.ContentType = isStream ? "text/event-stream" : "application/json";
            await http.Response.WriteAsync(isStream
                ? "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
                : """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""");
        }
    }
}
