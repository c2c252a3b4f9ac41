using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using OpenAI.Responses;

namespace Loadline.Acceptance.Tests;

/// <summary>Reads replies with the Responses client of NuGet's <c>OpenAI</c>.</summary>
internal static class DotNetResponses
{
    public static async Task<SdkReading> ReadAsync(Uri root, SdkJob job)
    {
        var options = new ResponsesClientOptions { Endpoint = new Uri(root, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
        var client = new ResponsesClient(new ApiKeyCredential("callers-key"), options);
        var request = job.Request;
        SpellOut(request);
        var asked = ModelReaderWriter.Read<CreateResponseOptions>(BinaryData.FromString(request.ToJsonString()))!;
        asked.StreamingEnabled = job.Stream ? true : null;
        return Shown(job.Stream ? await StreamAsync(client, asked) : (await client.CreateResponseAsync(asked)).Value, job.Id);
    }

    // The client's options know messages only in their long form.
    private static void SpellOut(JsonNode request)
    {
        if (request["input"] is JsonValue prompt)
        {
            request["input"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = (string)prompt! });
        }

        foreach (var item in request["input"]!.AsArray().Where(item => item!["content"] is JsonValue))
        {
            var text = (string)item!["content"]!;
            item["type"] = "message";
            item["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text });
        }
    }

    private static async Task<ResponseResult> StreamAsync(ResponsesClient client, CreateResponseOptions asked)
    {
        ResponseResult? last = null;
        await foreach (var update in await client.CreateResponseStreamingAsync(asked))
        {
            last = update switch
            {
                StreamingResponseCompletedUpdate completed => completed.Response,
                StreamingResponseIncompleteUpdate incomplete => incomplete.Response,
                StreamingResponseFailedUpdate failed => throw new InvalidOperationException(failed.Response.Error?.Message ?? "failed"),
                StreamingResponseErrorUpdate error => throw new InvalidOperationException(error.Message),
                _ => last,
            };
        }

        return last ?? throw new InvalidOperationException("The stream had no end.");
    }

    private static SdkReading Shown(ResponseResult reply, string id)
    {
        var parts = reply.OutputItems.OfType<MessageResponseItem>().SelectMany(item => item.Content);
        var usage = reply.Usage;
        return new SdkReading
        {
            Id = id,
            Text = string.Concat(parts.Select(part => part.Refusal ?? part.Text)),
            Calls = [.. reply.OutputItems.OfType<FunctionCallResponseItem>().Select(call => new SdkCall(call.FunctionName, call.FunctionArguments.ToString()))],
            Stop = reply.Status == ResponseStatus.Incomplete ? reply.IncompleteStatusDetails?.Reason?.ToString() : reply.Status?.ToString().ToLowerInvariant(),
            Usage = new SdkUsage(
                usage?.InputTokenCount ?? 0, usage?.InputTokenDetails?.CachedTokenCount ?? 0, SdkUsage.NotShown, usage?.OutputTokenCount ?? 0, usage?.OutputTokenDetails?.ReasoningTokenCount ?? 0),
            Error = reply.Status == ResponseStatus.Failed ? reply.Error?.Message ?? "failed" : null,
        };
    }
}
