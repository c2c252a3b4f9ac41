using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Loadline.Wire.Conversion;

namespace Loadline.Testing.Recordings;

/// <summary>Reads recorded replies the plain way, apart from the code under test: text and calls as an official client shows them.</summary>
public static class NativeReading
{
    public static (string Text, string Calls, long Output) Of(RecordedChat chat) =>
        chat.IsStream ? Stream(chat) : Whole(chat.Dialect, JsonNode.Parse(chat.Reply)!.AsObject());

    private static (string Text, string Calls, long Output) Whole(Dialect dialect, JsonObject root)
    {
        var text = new StringBuilder();
        var calls = new List<string>();
        switch (dialect)
        {
            case Dialect.OpenAIChat:
                var message = root["choices"]?[0]?["message"];
                text.Append(ChatContent(message?["content"])).Append((string?)message?["refusal"]).Append((string?)message?["audio"]?["transcript"]);
                foreach (var call in Array(message?["tool_calls"]))
                {
                    calls.Add(CallText.Of((string)call["function"]!["name"]!, (string)call["function"]!["arguments"]!));
                }

                return (text.ToString(), string.Join(" | ", calls), (long?)root["usage"]?["completion_tokens"] ?? 0);
            case Dialect.OpenAIResponses:
                Items(Array(root["output"]), text, calls);
                return (text.ToString(), string.Join(" | ", calls), (long?)root["usage"]?["output_tokens"] ?? 0);
            case Dialect.Anthropic:
                foreach (var block in Array(root["content"]))
                {
                    text.Append((string?)block["type"] == "text" ? (string?)block["text"] : null);
                    if ((string?)block["type"] == "tool_use")
                    {
                        calls.Add(CallText.Of((string)block["name"]!, block["input"]!.ToJsonString()));
                    }
                }

                return (text.ToString(), string.Join(" | ", calls), (long?)root["usage"]?["output_tokens"] ?? 0);
            case Dialect.Gemini:
                GeminiParts(root, text, calls);
                return (text.ToString(), string.Join(" | ", calls), GeminiOutput(root));
            default:
                foreach (var block in Array(root["output"]?["message"]?["content"]))
                {
                    text.Append((string?)block["text"]);
                    if (block["toolUse"] is { } use)
                    {
                        calls.Add(CallText.Of((string)use["name"]!, use["input"]!.ToJsonString()));
                    }
                }

                return (text.ToString(), string.Join(" | ", calls), (long?)root["usage"]?["outputTokens"] ?? 0);
        }
    }

    private static (string Text, string Calls, long Output) Stream(RecordedChat chat)
    {
        var text = new StringBuilder();
        var calls = new SortedDictionary<long, (string Name, StringBuilder Arguments)>();
        var plain = new List<string>();
        long output = 0;
        foreach (var (name, data) in chat.Dialect == Dialect.Bedrock ? Frames(chat.Reply) : Events(chat.Reply))
        {
            switch (chat.Dialect)
            {
                case Dialect.OpenAIChat:
                    output = (long?)data["usage"]?["completion_tokens"] ?? (long?)data["x_groq"]?["usage"]?["completion_tokens"] ?? output;
                    var delta = Array(data["choices"]).FirstOrDefault()?["delta"];
                    text.Append(ChatContent(delta?["content"])).Append((string?)delta?["refusal"]);
                    foreach (var call in Array(delta?["tool_calls"]))
                    {
                        Fragment(calls, (long?)call["index"] ?? 0, (string?)call["function"]?["name"], (string?)call["function"]?["arguments"]);
                    }

                    break;
                case Dialect.OpenAIResponses:
                    text.Append((string?)data["type"] is "response.output_text.delta" or "response.refusal.delta" ? (string?)data["delta"] : null);
                    if ((string?)data["type"] == "response.output_item.done")
                    {
                        Items([data["item"]!], new StringBuilder(), plain);
                    }

                    output = (long?)data["response"]?["usage"]?["output_tokens"] ?? output;
                    break;
                case Dialect.Anthropic:
                    text.Append((string?)data["delta"]?["text"]);
                    output = (long?)data["usage"]?["output_tokens"] ?? output;
                    var index = (long?)data["index"] ?? 0;
                    if ((string?)data["content_block"]?["type"] == "tool_use")
                    {
                        Fragment(calls, index, (string?)data["content_block"]!["name"], null);
                    }
                    else if (calls.ContainsKey(index))
                    {
                        Fragment(calls, index, null, (string?)data["delta"]?["partial_json"]);
                    }

                    break;
                case Dialect.Gemini:
                    GeminiParts(data, text, plain);
                    output = data["usageMetadata"] is null ? output : GeminiOutput(data);
                    break;
                default:
                    text.Append((string?)data["delta"]?["text"]);
                    var at = (long?)data["contentBlockIndex"] ?? 0;
                    if (data["start"]?["toolUse"] is { } use)
                    {
                        Fragment(calls, at, (string?)use["name"], null);
                    }

                    Fragment(calls, at, null, (string?)data["delta"]?["toolUse"]?["input"]);
                    output = (long?)data["usage"]?["outputTokens"] ?? output;
                    break;
            }
        }

        plain.AddRange(calls.Values.Select(call => CallText.Of(call.Name, call.Arguments.ToString())));
        return (text.ToString(), string.Join(" | ", plain), output);
    }

    private static void Fragment(SortedDictionary<long, (string Name, StringBuilder Arguments)> calls, long index, string? name, string? fragment)
    {
        if (!string.IsNullOrEmpty(name) && !calls.ContainsKey(index))
        {
            calls[index] = (name, new StringBuilder());
        }

        if (fragment is not null)
        {
            calls[index].Arguments.Append(fragment);
        }
    }

    private static void Items(IEnumerable<JsonNode> items, StringBuilder text, List<string> calls)
    {
        foreach (var item in items)
        {
            foreach (var part in Array((string?)item["type"] == "message" ? item["content"] : null))
            {
                text.Append((string?)part["text"]).Append((string?)part["refusal"]);
            }

            if ((string?)item["type"] == "function_call")
            {
                calls.Add(CallText.Of((string)item["name"]!, (string)item["arguments"]!));
            }
        }
    }

    private static void GeminiParts(JsonNode root, StringBuilder text, List<string> calls)
    {
        foreach (var part in Array(Array(root["candidates"]).FirstOrDefault()?["content"]?["parts"]))
        {
            text.Append((bool?)part["thought"] == true ? null : (string?)part["text"]);
            if (part["functionCall"] is { } call)
            {
                calls.Add(CallText.Of((string)call["name"]!, call["args"]?.ToJsonString() ?? string.Empty));
            }
        }
    }

    private static long GeminiOutput(JsonNode root) =>
        ((long?)root["usageMetadata"]?["candidatesTokenCount"] ?? 0) + ((long?)root["usageMetadata"]?["thoughtsTokenCount"] ?? 0);

    private static string? ChatContent(JsonNode? content) => content is JsonArray parts
        ? string.Concat(parts.Select(part => (string?)part!["text"]))
        : (string?)content;

    private static IEnumerable<JsonNode> Array(JsonNode? node) => node is JsonArray array ? array.OfType<JsonNode>() : [];

    private static IEnumerable<(string Name, JsonNode Data)> Events(byte[] bytes)
    {
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            var data = line.TrimEnd('\r');
            if (data.StartsWith("data:", StringComparison.Ordinal) && data[5..].Trim() is var json && json.StartsWith('{'))
            {
                yield return (string.Empty, JsonNode.Parse(json)!);
            }
        }
    }

    private static IEnumerable<(string Name, JsonNode Data)> Frames(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var total = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var headers = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 4));
            yield return (string.Empty, JsonNode.Parse(bytes.AsSpan(at + 12 + headers, total - headers - 16))!);
            at += total;
        }
    }
}
