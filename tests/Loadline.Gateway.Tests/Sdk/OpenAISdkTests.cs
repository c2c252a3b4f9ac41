using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;
using OpenAI;
using OpenAI.Chat;

namespace Loadline.Gateway.Tests.Sdk;

/// <summary>OpenAI's own .NET client works against the gateway as against OpenAI: with a provider behind it, and with a simulated one.</summary>
public sealed class OpenAISdkTests
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather", "Tells the weather.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

    private static readonly UpstreamScript CallsWeather = new()
    {
        ToolCalls = [new("call_1", "get_weather", """{"city":"Oslo"}"""), new("call_2", "get_weather", """{"city":"Rome"}""")],
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_TextAndUsage_Arrive(bool simulated)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await StartAsync(upstream, simulated);

        var answer = (await Chat(gateway).CompleteChatAsync("Hello")).Value;

        Assert.Equal(simulated, answer.Content[0].Text.Contains("[simulated up-m]", StringComparison.Ordinal));
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage.InputTokenCount > 0 && answer.Usage.OutputTokenCount > 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ChatStreaming_TextAndUsage_Arrive(bool simulated)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await StartAsync(upstream, simulated);
        var text = "";
        ChatTokenUsage? usage = null;

        await foreach (var update in Chat(gateway).CompleteChatStreamingAsync("Hello"))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage ??= update.Usage;
        }

        Assert.Equal(simulated, text.Contains("[simulated up-m]", StringComparison.Ordinal));
        Assert.True(usage!.InputTokenCount > 0 && usage.OutputTokenCount > 0);
    }

    [Fact]
    public async Task Chat_ToolCalls_Arrive()
    {
        await using var upstream = FakeUpstream.Start(CallsWeather);
        await using var gateway = await StartAsync(upstream);

        var answer = (await Chat(gateway).CompleteChatAsync([new UserChatMessage("Weather?")], new ChatCompletionOptions { Tools = { Weather } })).Value;

        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        Assert.Equal(["call_1", "call_2"], answer.ToolCalls.Select(call => call.Id));
        Assert.Equal("""{"city":"Rome"}""", answer.ToolCalls[1].FunctionArguments.ToString());
        using var sent = upstream.Requests[0].Json();
        Assert.Equal("get_weather", sent.RootElement.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task ChatStreaming_ToolCalls_Arrive()
    {
        await using var upstream = FakeUpstream.Start(CallsWeather);
        await using var gateway = await StartAsync(upstream);
        var arguments = new string[2];
        ChatFinishReason? finish = null;

        await foreach (var update in Chat(gateway).CompleteChatStreamingAsync(
            [new UserChatMessage("Weather?")], new ChatCompletionOptions { Tools = { Weather } }))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                arguments[call.Index] += call.FunctionArgumentsUpdate?.ToString();
            }

            finish = update.FinishReason ?? finish;
        }

        Assert.Equal(["""{"city":"Oslo"}""", """{"city":"Rome"}"""], arguments);
        Assert.Equal(ChatFinishReason.ToolCalls, finish);
    }

    [Fact]
    public async Task Chat_ToolResultsAndSchema_ReachTheUpstream()
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Reply("""{"city":"Oslo","degrees":7}"""));
        await using var gateway = await StartAsync(upstream);
        var options = new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                "weather", BinaryData.FromString("""{"type":"object","properties":{"degrees":{"type":"number"}}}"""), jsonSchemaIsStrict: true),
        };
        var call = ChatToolCall.CreateFunctionToolCall("call_1", "get_weather", BinaryData.FromString("""{"city":"Oslo"}"""));

        var answer = (await Chat(gateway).CompleteChatAsync(
            [new UserChatMessage("Weather?"), new AssistantChatMessage([call]), new ToolChatMessage("call_1", "7 degrees")], options)).Value;

        using var json = JsonDocument.Parse(answer.Content[0].Text);
        Assert.Equal(7, json.RootElement.GetProperty("degrees").GetInt32());
        using var sent = upstream.Requests[0].Json();
        Assert.Equal("json_schema", sent.RootElement.GetProperty("response_format").GetProperty("type").GetString());
        Assert.Equal("tool", sent.RootElement.GetProperty("messages")[2].GetProperty("role").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Embeddings_VectorsAndUsage_Arrive(bool simulated)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await StartAsync(upstream, simulated);

        var vectors = (await Client(gateway).GetEmbeddingClient("embed").GenerateEmbeddingsAsync(
            ["one", "two", "one"], new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = 5 })).Value;

        Assert.Equal(3, vectors.Count);
        Assert.All(vectors, vector => Assert.Equal(5, vector.ToFloats().Length));
        Assert.Equal(vectors[0].ToFloats().ToArray(), vectors[2].ToFloats().ToArray());
        Assert.NotEqual(vectors[0].ToFloats().ToArray(), vectors[1].ToFloats().ToArray());
        Assert.True(vectors.Usage.InputTokenCount > 0);
    }

    [Fact]
    public async Task Models_RoutesFirst_ThenModels()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await StartAsync(upstream);
        var client = Client(gateway).GetOpenAIModelClient();

        Assert.Equal(["auto", "m", "embed"], (await client.GetModelsAsync()).Value.Select(model => model.Id));
        Assert.Equal("m", (await client.GetModelAsync("m")).Value.Id);
        var missing = await Assert.ThrowsAsync<ClientResultException>(() => client.GetModelAsync("nothing"));
        Assert.Equal(404, missing.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_UnknownModel_SurfacesOurMessage(bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await StartAsync(upstream);
        var chat = Client(gateway).GetChatClient("gpt-9");

        var error = await Assert.ThrowsAsync<ClientResultException>(async () =>
        {
            if (!streaming)
            {
                await chat.CompleteChatAsync("Hello");
            }

            await foreach (var _ in chat.CompleteChatStreamingAsync("Hello"))
            {
            }
        });

        Assert.Equal(404, error.Status);
        Assert.Contains("'gpt-9' is neither a route nor a model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChatStreaming_BreaksOff_ThrowsInsteadOfEnding()
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Fault = UpstreamFault.AfterTokens(FaultKind.Reset, 3) });
        await using var gateway = await StartAsync(upstream);
        var text = "";

        var error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in Chat(gateway).CompleteChatStreamingAsync("Hello"))
            {
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            }
        });

        Assert.Equal("Hello from the", text);
        Assert.IsNotType<Xunit.Sdk.XunitException>(error);
    }

    private static Task<TestGateway> StartAsync(FakeUpstream upstream, bool simulated = false) => TestGateway.StartAsync($$"""
        version: 1
        providers: { p: { {{(simulated ? "dialect: simulated" : $"dialect: openai-chat, url: \"{upstream.BaseUrl}\", api_key: key-of-the-sdk")}} } }
        models:
          m: { provider: p, name: up-m }
          embed: { provider: p, name: up-embed, can: [embeddings] }
        routes:
          auto: { pool: [m], mode: enforce, quality: uncertified }
        """);

    private static OpenAIClient Client(TestGateway gateway) => new(
        new ApiKeyCredential("sk-caller"), new OpenAIClientOptions { Endpoint = gateway.Url, RetryPolicy = new ClientRetryPolicy(0) });

    private static ChatClient Chat(TestGateway gateway) => Client(gateway).GetChatClient("auto");
}
