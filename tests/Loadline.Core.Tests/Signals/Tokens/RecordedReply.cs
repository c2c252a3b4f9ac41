using System.Text;
using System.Text.Json;

namespace Loadline.Core.Tests.Signals.Tokens;

/// <summary>Text and usage of a recorded reply, whole or streamed, in any of the dialects.</summary>
internal sealed class RecordedReply
{
    private readonly StringBuilder _text = new();

    public int InputTokens { get; private set; }

    public int OutputTokens { get; private set; }

    /// <summary>Gets a value indicating whether output tokens were spent on anything but the text.</summary>
    public bool HasMore { get; private set; }

    public string Model { get; private set; } = "";

    public string Text => _text.ToString();

    public static RecordedReply Read(string body)
    {
        var reply = new RecordedReply();
        if (body.TrimStart() is ['{' or '[', ..])
        {
            reply.AddDocument(body);
            return reply;
        }

        foreach (var line in body.Split('\n'))
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.AsSpan(5).TrimStart().StartsWith("{"))
            {
                reply.AddDocument(line[5..]);
            }
        }

        return reply;
    }

    private void AddDocument(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            foreach (var item in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToArray() : [root])
            {
                AddEvent(item);
            }
        }
        catch (JsonException)
        {
            HasMore = true; // cut short in the recording
        }
    }

    private void AddEvent(JsonElement item)
    {
        var type = Get(item, "type") is { ValueKind: JsonValueKind.String } t ? t.GetString() : null;
        var reply = type switch
        {
            "message_start" => Get(item, "message"),
            "response.completed" => Get(item, "response"),
            _ => item,
        };
        Model = Get(reply, "model") is { ValueKind: JsonValueKind.String } model ? model.GetString()! : Model;
        AddUsage(Get(reply, "usage") is { ValueKind: JsonValueKind.Object } usage ? usage : Get(reply, "usageMetadata"));
        if (type == "content_block_delta")
        {
            AddPart(Get(item, "delta"));
        }
        else if (type is null or "message" or "response.completed" || Get(item, "object").ValueKind == JsonValueKind.String)
        {
            AddContent(reply);
        }
    }

    private void AddContent(JsonElement reply)
    {
        Each(Get(reply, "choices"), choice =>
        {
            var message = Get(choice, "message").ValueKind == JsonValueKind.Object ? Get(choice, "message") : Get(choice, "delta");
            AddText(Get(message, "content"));
            AddText(Get(choice, "text"));
            HasMore |= Filled(Get(message, "tool_calls")) || Filled(Get(message, "reasoning_content")) || Filled(Get(message, "reasoning"));
        });
        Each(Get(reply, "content"), AddPart);
        Each(Get(reply, "output"), item =>
        {
            HasMore |= Get(item, "type") is { ValueKind: JsonValueKind.String } type && type.GetString() != "message";
            Each(Get(item, "content"), AddPart);
        });
        Each(Get(reply, "candidates"), candidate => Each(Get(Get(candidate, "content"), "parts"), AddPart));
    }

    private void AddPart(JsonElement part)
    {
        var text = Get(part, "text");
        HasMore |= text.ValueKind != JsonValueKind.String || Get(part, "thought").ValueKind == JsonValueKind.True || Filled(Get(part, "citations"));
        AddText(text);
    }

    private void AddText(JsonElement text)
    {
        if (text.ValueKind == JsonValueKind.String)
        {
            _text.Append(text.GetString());
        }
        else if (text.ValueKind == JsonValueKind.Array)
        {
            HasMore = true; // parts of several kinds
        }
    }

    private void AddUsage(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var cached = Number(usage, "cache_read_input_tokens") + Number(usage, "cache_creation_input_tokens");
        InputTokens = Math.Max(InputTokens, Number(usage, "prompt_tokens", "input_tokens", "promptTokenCount") + cached);
        OutputTokens = Math.Max(OutputTokens, Number(usage, "completion_tokens", "output_tokens", "candidatesTokenCount"));
        HasMore |= Number(Get(usage, "completion_tokens_details"), "reasoning_tokens") > 0
            || Number(Get(usage, "output_tokens_details"), "reasoning_tokens") > 0
            || Number(usage, "thoughtsTokenCount") > 0;
    }

    private static int Number(JsonElement from, params string[] names) =>
        names.Select(name => Get(from, name)).FirstOrDefault(e => e.ValueKind == JsonValueKind.Number) is { ValueKind: JsonValueKind.Number } n ? n.GetInt32() : 0;

    private static JsonElement Get(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : default;

    private static bool Filled(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Object => true,
        _ => false,
    };

    private static void Each(JsonElement array, Action<JsonElement> action)
    {
        if (array.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in array.EnumerateArray())
            {
                action(item);
            }
        }
    }
}
