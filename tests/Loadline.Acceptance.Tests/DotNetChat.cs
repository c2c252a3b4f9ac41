using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace Loadline.Acceptance.Tests;

/// <summary>Reads replies with the Chat client of NuGet's <c>OpenAI</c>.</summary>
internal static class DotNetChat
{
    public static async Task<SdkReading> ReadAsync(Uri root, SdkJob job)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(root, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
        var request = job.Request;
        var client = new ChatClient((string)request["model"]!, new ApiKeyCredential("callers-key"), options);
        var messages = request["messages"]!.AsArray().Select(message => Json<ChatMessage>(message!.ToJsonString())).ToList();
        request.AsObject().Remove("messages");
        var asked = Json<ChatCompletionOptions>(request.ToJsonString());
        return job.Stream ? await StreamAsync(client, messages, asked, job.Id) : Whole((await client.CompleteChatAsync(messages, asked)).Value, job.Id);
    }

    private static SdkReading Whole(ChatCompletion reply, string id) => new()
    {
        Id = id,
        Text = string.Concat(reply.Content.Select(part => part.Text)) + reply.Refusal,
        Calls = [.. reply.ToolCalls.Select(call => new SdkCall(call.FunctionName, call.FunctionArguments.ToString()))],
        Stop = Word(reply.FinishReason),
        Usage = Shown(reply.Usage),
    };

    private static async Task<SdkReading> StreamAsync(ChatClient client, List<ChatMessage> messages, ChatCompletionOptions asked, string id)
    {
        var text = new StringBuilder();
        var calls = new SortedDictionary<int, (string Name, StringBuilder Arguments)>();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in client.CompleteChatStreamingAsync(messages, asked))
        {
            text.Append(string.Concat(update.ContentUpdate.Select(part => part.Text))).Append(update.RefusalUpdate);
            foreach (var call in update.ToolCallUpdates)
            {
                if (!calls.TryGetValue(call.Index, out var known))
                {
                    calls[call.Index] = known = (call.FunctionName, new StringBuilder());
                }

                known.Arguments.Append(call.FunctionArgumentsUpdate?.ToString());
            }

            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
        }

        return new SdkReading
        {
            Id = id,
            Text = text.ToString(),
            Calls = [.. calls.Values.Select(call => new SdkCall(call.Name, call.Arguments.ToString()))],
            Stop = finish is { } reason ? Word(reason) : null,
            Usage = Shown(usage),
        };
    }

    // The client shows no tokens written to a cache.
    private static SdkUsage Shown(ChatTokenUsage? usage) => new(
        usage?.InputTokenCount ?? 0, usage?.InputTokenDetails?.CachedTokenCount ?? 0, SdkUsage.NotShown, usage?.OutputTokenCount ?? 0, usage?.OutputTokenDetails?.ReasoningTokenCount ?? 0);

    private static string Word(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.ToolCalls => "tool_calls",
        ChatFinishReason.ContentFilter => "content_filter",
        _ => reason.ToString().ToLower(CultureInfo.InvariantCulture),
    };

    private static T Json<T>(string json)
        where T : IPersistableModel<T> => ModelReaderWriter.Read<T>(BinaryData.FromString(json))!;
}
