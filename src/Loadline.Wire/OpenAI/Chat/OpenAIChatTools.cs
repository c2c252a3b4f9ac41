using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Tools and tool choice of Chat Completions, both ways.</summary>
internal static class OpenAIChatTools
{
    public static bool Read(string name, JsonElement value, ChatRequest request)
    {
        switch (name)
        {
            case "tools":
                foreach (var tool in value.Items())
                {
                    request.Tools.Add(Tool(tool));
                }

                return true;
            case "functions":
                foreach (var function in value.Items())
                {
                    request.Tools.Add(Function(function, function));
                }

                return true;
            default:
                return Choice(value, request);
        }
    }

    /// <summary>Writes <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>.</summary>
    public static void Write(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ToolNames names, ConversionLosses losses)
    {
        var tools = request.Tools.FindAll(tool => tool.Kind != ToolKind.Hosted || Keeps(tool, request, target, losses));
        if (tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            Write(json, tool, names, losses);
        }

        json.WriteEndArray();
        WriteChoice(json, request, target, names);
        json.Flag("parallel_tool_calls"u8, request.ParallelToolCalls);
    }

    private static bool Keeps(ChatTool tool, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        if (tool.Origin == target.Dialect && request.Origin == target.Dialect)
        {
            return true;
        }

        losses.Dropped("tools", $"the hosted tool {tool.Name} has no counterpart there");
        return false;
    }

    private static void Write(Utf8JsonWriter json, ChatTool tool, ToolNames names, ConversionLosses losses)
    {
        if (tool.Kind == ToolKind.Hosted)
        {
            tool.Raw.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, names.ToWire(tool.Name, tool.Namespace));
        json.Text("description"u8, Schemas.Describe(tool, losses));
        json.WritePropertyName("parameters"u8);
        Schemas.WriteParameters(json, tool);
        if (tool.Strict == true)
        {
            var isClosed = tool.Schema is { } schema && Schemas.IsStrict(schema);
            json.WriteBoolean("strict"u8, isClosed);
            if (!isClosed)
            {
                losses.Degraded("tools", "strict needs a closed schema whose members are all required; sent as not strict");
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ToolNames names)
    {
        switch (request.ToolChoice)
        {
            case ToolChoiceMode.Auto:
                json.WriteString("tool_choice"u8, "auto"u8);
                break;
            case ToolChoiceMode.None:
                json.WriteString("tool_choice"u8, "none"u8);
                break;
            case ToolChoiceMode.Required:
                json.WriteString("tool_choice"u8, target.Server == UpstreamServer.Mistral ? "any"u8 : "required"u8);
                break;
            case ToolChoiceMode.Named:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, names.ToWire(request.ToolChoiceName!));
                json.WriteEndObject();
                json.WriteEndObject();
                break;
        }
    }

    private static ChatTool Tool(JsonElement tool)
    {
        if (tool.Object("function"u8) is { } function)
        {
            return Function(function, tool);
        }

        if (tool.Object("custom"u8) is { } custom)
        {
            return new ChatTool(ToolKind.Custom, custom.Text("name"u8) ?? string.Empty)
            {
                Description = custom.Text("description"u8),
                Format = custom.Object("format"u8),
                Raw = tool,
                Origin = Dialect.OpenAIChat,
            };
        }

        return new ChatTool(ToolKind.Hosted, tool.Text("type"u8) ?? "unknown") { Raw = tool, Origin = Dialect.OpenAIChat };
    }

    private static ChatTool Function(JsonElement function, JsonElement raw) =>
        new(ToolKind.Function, function.Text("name"u8) ?? string.Empty)
        {
            Description = function.Text("description"u8),
            Schema = function.Object("parameters"u8),
            Strict = function.Flag("strict"u8),
            Raw = raw,
            Origin = Dialect.OpenAIChat,
        };

    private static bool Choice(JsonElement value, ChatRequest request)
    {
        var mode = value.AsText() switch
        {
            "auto" => ToolChoiceMode.Auto,
            "none" => ToolChoiceMode.None,
            "required" or "any" => ToolChoiceMode.Required,
            _ => ToolChoiceMode.Unset,
        };
        request.ToolChoice = mode;
        if (value.ValueKind != JsonValueKind.Object)
        {
            return mode != ToolChoiceMode.Unset;
        }

        var name = value.Object("function"u8)?.Text("name"u8) ?? value.Object("custom"u8)?.Text("name"u8) ?? value.Text("name"u8);
        if (name is not null)
        {
            request.ToolChoice = ToolChoiceMode.Named;
            request.ToolChoiceName = name;
            return true;
        }

        return false;
    }
}
