using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Tools and tool choice of the Messages API, both ways.</summary>
internal static class AnthropicTools
{
    public static void Read(JsonElement tools, ChatRequest request)
    {
        foreach (var tool in tools.Items())
        {
            var name = tool.Text("name"u8) ?? tool.Text("type"u8) ?? "unknown";

            // Claude Code's stand-in for tools that Anthropic's tool search loads later.
            var isFunction = tool.Has("input_schema"u8, out var schema) && name != "DeferredToolPlaceholder";
            request.Tools.Add(new ChatTool(isFunction ? ToolKind.Function : ToolKind.Hosted, name)
            {
                Description = tool.Text("description"u8),
                Schema = isFunction && schema.ValueKind == JsonValueKind.Object ? schema : null,
                Strict = tool.Flag("strict"u8),
                CacheMark = CacheMarks.Read(tool),
                Origin = Dialect.Anthropic,
                Raw = tool,
            });
        }
    }

    public static void ReadChoice(JsonElement choice, ChatRequest request)
    {
        request.ToolChoice = choice.Text("type"u8) switch
        {
            "auto" => ToolChoiceMode.Auto,
            "any" => ToolChoiceMode.Required,
            "none" => ToolChoiceMode.None,
            "tool" => choice.Text("name"u8) is null ? ToolChoiceMode.Required : ToolChoiceMode.Named,
            _ => ToolChoiceMode.Unset,
        };
        request.ToolChoiceName = choice.Text("name"u8);
        request.ParallelToolCalls = choice.Flag("disable_parallel_tool_use"u8) is { } off ? !off : null;
    }

    /// <summary>Writes the tools; a history with calls needs their tools defined even where the request offers none.</summary>
    public static void Write(
        Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ToolNames names, AnthropicCacheMarks marks, ConversionLosses losses)
    {
        var tools = request.Tools.FindAll(tool => Keeps(tool, losses));
        var called = ToolHistory.Undefined(request, losses);
        if (tools.Count + called.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            Write(json, tool, target, names, marks, losses);
        }

        foreach (var name in called)
        {
            Placeholder(json, name);
        }

        json.WriteEndArray();
        if (tools.Count > 0)
        {
            WriteChoice(json, request, names);
        }
    }

    private static bool Keeps(ChatTool tool, ConversionLosses losses)
    {
        if (tool.Kind != ToolKind.Hosted || tool.Origin == Dialect.Anthropic)
        {
            return true;
        }

        losses.Dropped("tools", $"the hosted tool {tool.Name} has no counterpart there");
        return false;
    }

    private static void Write(
        Utf8JsonWriter json, ChatTool tool, UpstreamTarget target, ToolNames names, AnthropicCacheMarks marks, ConversionLosses losses)
    {
        if (tool.Origin == Dialect.Anthropic)
        {
            marks.Take(tool.CacheMark);
            tool.Raw.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("name"u8, names.ToWire(tool.Name, tool.Namespace));
        json.Text("description"u8, Schemas.Describe(tool, losses));
        json.WritePropertyName("input_schema"u8);
        Schemas.WriteParameters(json, tool);
        if (tool.Strict == true && target.Traits.TakesSchema && tool.Schema is { } schema && Schemas.IsStrict(schema))
        {
            json.WriteBoolean("strict"u8, true);
        }

        CacheMarks.Write(json, marks.Take(tool.CacheMark));
        json.WriteEndObject();
    }

    private static void Placeholder(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteStartObject("input_schema"u8);
        json.WriteString("type"u8, "object"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatRequest request, ToolNames names)
    {
        var isAlone = request.ParallelToolCalls == false;
        if (request.ToolChoice == ToolChoiceMode.Unset && !isAlone)
        {
            return;
        }

        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, request.ToolChoice switch
        {
            ToolChoiceMode.Required => "any"u8,
            ToolChoiceMode.None => "none"u8,
            ToolChoiceMode.Named => "tool"u8,
            _ => "auto"u8,
        });
        json.Text("name"u8, request.ToolChoice == ToolChoiceMode.Named ? names.ToWire(request.ToolChoiceName ?? string.Empty) : null);
        if (isAlone && request.ToolChoice != ToolChoiceMode.None)
        {
            json.WriteBoolean("disable_parallel_tool_use"u8, true);
        }

        json.WriteEndObject();
    }
}
