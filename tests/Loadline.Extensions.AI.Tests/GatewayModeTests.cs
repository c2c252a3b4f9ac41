using System.ComponentModel;
using System.Text.Json;
using Loadline.Cli.Commands;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Loadline.Extensions.AI.Tests;

/// <summary>The client with a gateway behind it, and the client straight at a provider that speaks Chat Completions.</summary>
public sealed class GatewayModeTests
{
    private const string Yaml = """
        version: 1
        providers: { simulated: { dialect: simulated } }
        models:
          small: { price: { input: 0.05, output: 0.4 }, deployments: [ { provider: simulated, name: small } ] }
          large: { price: { input: 5, output: 20 }, deployments: [ { provider: simulated, name: large } ] }
        routes:
          auto:
            pool: [small, large]
            reference: large
            mode: enforce
            quality: uncertified
            policy: cheapest
            rules: [ { name: team, when: { header: { x-team: research } }, use: large } ]
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_AGateway_AnswersWithItsDecision(bool stream)
    {
        await using var app = await StartGatewayAsync();
        using var client = new LoadlineChatClient(new LoadlineOptions { Gateway = new Uri(app.Urls.First() + "/v1") });
        var (text, decision) = await client.AskAsync(stream);
        Assert.StartsWith("[simulated small]", text, StringComparison.Ordinal);
        Assert.Equal(("auto", "small", "policy=cheapest"), (decision!.Route, decision.Model, decision.Reason));
        Assert.NotNull(decision.CostUsd);
        Assert.True(await client.FeedbackAsync(decision.Id, 1));
        Assert.False(await client.FeedbackAsync("01JCZZZZZZZZZZZZZZZZZZZZZZ", 1));
        var options = new ChatOptions { AdditionalProperties = new() { ["x-team"] = "research" } };
        Assert.Equal("large", (await client.AskAsync(stream, options)).Decision!.Model);
    }

    [Fact]
    public async Task Ask_AGatewayForAnUnknownModel_ThrowsItsWords()
    {
        await using var app = await StartGatewayAsync();
        using var client = new LoadlineChatClient(new LoadlineOptions { Gateway = new Uri(app.Urls.First() + "/v1") });
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(stream: false, new ChatOptions { ModelId = "huge" }));
        Assert.Equal(404, (int)error.StatusCode!);
        Assert.Contains("huge", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_AProviderThatCallsATool_GivesTheCall(bool stream)
    {
        string? asked = null;
        await using var app = await StartProviderAsync(async http =>
        {
            asked = await new StreamReader(http.Request.Body).ReadToEndAsync();
            http.Response.ContentType = stream ? "text/event-stream" : "application/json";
            await http.Response.WriteAsync(stream
                ? """
                  data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":"}}]}}]}

                  data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Oslo\"}"}}]}}]}

                  data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

                  data: {"id":"c1","model":"m","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}

                  data: [DONE]


                  """
                : """{"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}""");
        });
        using var client = Direct(app);
        var tool = AIFunctionFactory.Create(([Description("where")] string city) => city, "weather");
        ChatResponse response;
        List<ChatMessage> messages = [new(ChatRole.User, "Weather?")];
        var options = new ChatOptions { Tools = [tool], ToolMode = ChatToolMode.RequireAny, Temperature = 0.5f };
        response = stream ? await client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync() : await client.GetResponseAsync(messages, options);
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages.Single().Contents));
        Assert.Equal(("call_1", "weather", "Oslo"), (call.CallId, call.Name, call.Arguments!["city"]?.ToString()));
        Assert.Equal((7L, ChatFinishReason.ToolCalls), (response.Usage!.InputTokenCount!.Value, response.FinishReason!.Value));
        var sent = JsonDocument.Parse(asked!).RootElement;
        Assert.Equal(("m-1", "required", 0.5), (sent.GetProperty("model").GetString(), sent.GetProperty("tool_choice").GetString(), sent.GetProperty("temperature").GetDouble()));
        Assert.Equal("weather", sent.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Stream_AProviderThatBreaksOff_Throws()
    {
        await using var app = await StartProviderAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n");
        });
        using var client = Direct(app);
        await Assert.ThrowsAnyAsync<IOException>(() => client.AskAsync(stream: true));
    }

    private static LoadlineChatClient Direct(WebApplication app)
    {
        var yaml = $$"""
            version: 1
            providers: { house: { url: "{{app.Urls.First()}}/v1" } }
            models: { auto: { provider: house, name: m-1 } }
            """;
        return new LoadlineChatClient(new LoadlineOptions { Config = ConfigReader.Read(yaml, "loadline.yaml", _ => null).Config });
    }

    private static async Task<WebApplication> StartGatewayAsync()
    {
        var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(Configs.Build(ConfigReader.Read(Yaml, "loadline.yaml", _ => null).Config!)),
            Urls = ["http://127.0.0.1:0"],
            Logging = static _ => { },
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<WebApplication> StartProviderAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", answer);
        await app.StartAsync();
        return app;
    }
}
