using System.Text.Json;

namespace Loadline.Core.Tests.Signals.Tokens;

/// <summary>The text of a recorded request, in any of the dialects.</summary>
internal sealed class RecordedRequest
{
    // Fields whose tokens cannot be told from the request.
    private static readonly string[] Unseen = ["previous_response_id", "web_search_options", "functions", "cachedContent"];

    private static readonly string[] TextKinds = ["text", "input_text", "output_text"];

    private readonly List<string> _texts = [];
    private bool _onlyText = true;

    public string Text => string.Join('\n', _texts);

    public string FirstUserText { get; private set; } = "";

    public string ToolsJson { get; private set; } = "";

    public string SchemaJson { get; private set; } = "";

    public int Messages { get; private set; }

    public int Tools { get; private set; }

    /// <returns>Null where the request is no chat, or holds more than text.</returns>
    public static RecordedRequest? Read(JsonElement body)
    {
        var request = new RecordedRequest();
        if (body.ValueKind != JsonValueKind.Object || Unseen.Any(name => body.TryGetProperty(name, out _)))
        {
            return null;
        }

        foreach (var name in new[] { "system", "instructions", "systemInstruction" })
        {
            if (body.TryGetProperty(name, out var system))
            {
                request.AddMessage(system, "system");
            }
        }

        var messages = body.TryGetProperty("messages", out var m) || body.TryGetProperty("contents", out m) ? m
            : body.TryGetProperty("input", out m) ? m : default;
        request.AddMessages(messages);
        request.AddTools(body);
        return request._onlyText && request.Messages > 0 ? request : null;
    }

    private void AddMessages(JsonElement messages)
    {
        if (messages.ValueKind == JsonValueKind.String)
        {
            AddMessage(messages, "user");
        }
        else if (messages.ValueKind == JsonValueKind.Array)
        {
            foreach (var message in messages.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object))
            {
                AddMessage(message, message.TryGetProperty("role", out var role) ? role.GetString()! : "");
            }
        }
    }

    private void AddMessage(JsonElement message, string role)
    {
        Messages++;
        var before = _texts.Count;
        if (message.ValueKind != JsonValueKind.Object)
        {
            AddContent(message);
        }
        else
        {
            AddParts(message);
        }

        if (role == "user" && FirstUserText.Length == 0)
        {
            FirstUserText = string.Join('\n', _texts.Skip(before));
        }
    }

    private void AddParts(JsonElement message)
    {
        _onlyText &= !message.TryGetProperty("reasoning_content", out _) && !message.TryGetProperty("reasoning", out _)
            && !(message.TryGetProperty("type", out var type) && type.GetString() == "reasoning");
        foreach (var name in new[] { "content", "parts", "output" })
        {
            if (message.TryGetProperty(name, out var content))
            {
                AddContent(content);
            }
        }

        if (message.TryGetProperty("arguments", out var arguments))
        {
            AddCall(message.GetProperty("name"), arguments);
        }

        if (message.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array)
        {
            foreach (var call in calls.EnumerateArray())
            {
                AddCall(call.GetProperty("function").GetProperty("name"), call.GetProperty("function").GetProperty("arguments"));
            }
        }
    }

    private void AddContent(JsonElement content)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                _texts.Add(content.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var part in content.EnumerateArray())
                {
                    AddContent(part);
                }

                break;
            case JsonValueKind.Object:
                AddPart(content);
                break;
        }
    }

    private void AddPart(JsonElement part)
    {
        var type = part.TryGetProperty("type", out var t) ? t.GetString() : null;
        if (part.TryGetProperty("text", out var text) && (type is null || TextKinds.Contains(type)) && !part.TryGetProperty("thoughtSignature", out _))
        {
            _texts.Add(text.GetString()!);
        }
        else if (type == "tool_use")
        {
            AddCall(part.GetProperty("name"), part.GetProperty("input"));
        }
        else if (type == "tool_result")
        {
            AddContent(part.TryGetProperty("content", out var result) ? result : default);
        }
        else if (part.TryGetProperty("parts", out var parts))
        {
            AddContent(parts);
        }
        else
        {
            _onlyText = false;
        }
    }

    private void AddCall(JsonElement name, JsonElement arguments)
    {
        _texts.Add(name.GetString()!);
        _texts.Add(arguments.ValueKind == JsonValueKind.String ? arguments.GetString()! : arguments.GetRawText());
    }

    private void AddTools(JsonElement body)
    {
        if (body.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() > 0)
        {
            Tools = tools.GetArrayLength();
            ToolsJson = JsonSerializer.Serialize(tools);
            _onlyText &= tools.EnumerateArray().All(tool => tool.TryGetProperty("input_schema", out _) || tool.TryGetProperty("functionDeclarations", out _)
                || (tool.TryGetProperty("type", out var type) && type.GetString() == "function"));
        }

        var schema = body.TryGetProperty("response_format", out var s) || body.TryGetProperty("output_config", out s) ? s
            : body.TryGetProperty("text", out var text) && text.TryGetProperty("format", out s) ? s : default;
        if (schema.ValueKind == JsonValueKind.Object && schema.GetRawText().Contains("schema", StringComparison.Ordinal))
        {
            SchemaJson = JsonSerializer.Serialize(schema);
        }
    }
}
