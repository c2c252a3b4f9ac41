using System.Text.Json.Nodes;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>Reads tool calls as clients of each dialect do.</summary>
internal static class Calls
{
    /// <summary>The one call of an answer: its name, and its arguments as JSON.</summary>
    public static (string Name, string Arguments) Only(Dialect caller, Answer answer)
    {
        var isStream = answer.Header("Content-Type")!.StartsWith("text/event-stream", StringComparison.Ordinal);
        List<JsonNode> parts = isStream
            ? [.. answer.Events.Where(data => data != "[DONE]").Select(data => JsonNode.Parse(data)!)]
            : [JsonNode.Parse(answer.Body)!];
        return caller switch
        {
            Dialect.OpenAIResponses => Responses(parts),
            Dialect.Anthropic => isStream ? ClaudeStream(parts) : Claude(parts[0]),
            Dialect.Gemini => Gemini(parts),
            _ => Chat(parts, isStream ? "delta" : "message"),
        };
    }

    private static (string, string) Chat(List<JsonNode> parts, string member)
    {
        var calls = parts.SelectMany(part => part["choices"]!.AsArray()).SelectMany(choice => choice![member]!["tool_calls"]?.AsArray() ?? [])
            .Select(call => call!["function"]!).ToList();
        return (Text(calls.Single(call => call["name"] is not null)["name"]), string.Concat(calls.Select(call => Text(call["arguments"]))));
    }

    private static (string, string) Responses(List<JsonNode> parts)
    {
        var call = parts.Select(part => part["item"] is { } item && Text(part["type"]) == "response.output_item.done" ? item : null)
            .Concat(parts[0]["output"]?.AsArray() ?? []).Single(item => item is not null && Text(item["type"]) == "function_call")!;
        return (Text(call["name"]), Text(call["arguments"]));
    }

    private static (string, string) Claude(JsonNode reply)
    {
        var block = reply["content"]!.AsArray().Single(block => Text(block!["type"]) == "tool_use")!;
        return (Text(block["name"]), block["input"]!.ToJsonString());
    }

    private static (string, string) ClaudeStream(List<JsonNode> parts)
    {
        var start = parts.Single(part => part["content_block"] is { } block && Text(block["type"]) == "tool_use")["content_block"]!;
        return (Text(start["name"]), string.Concat(parts.Select(part => Text(part["delta"]?["partial_json"]))));
    }

    private static (string, string) Gemini(List<JsonNode> parts)
    {
        var call = parts.SelectMany(part => part["candidates"]?[0]?["content"]?["parts"]?.AsArray() ?? [])
            .Single(part => part!["functionCall"] is not null)!["functionCall"]!;
        return (Text(call["name"]), call["args"]!.ToJsonString());
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
