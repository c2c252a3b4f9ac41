using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Tools and tool choice of Responses, both ways.</summary>
internal static class ResponsesTools
{
    /// <param name="tools">A list of tools.</param>
    /// <param name="request">What is filled.</param>
    /// <param name="inside">The namespace the list belongs to.</param>
    public static void Read(JsonElement tools, ChatRequest request, string? inside)
    {
        foreach (var tool in tools.Items())
        {
            var type = tool.Text("type"u8) ?? "function";
            if (type == "namespace" && tool.Has("tools"u8, out var inner))
            {
                Read(inner, request, tool.Text("name"u8));
                continue;
            }

            var kind = type switch
            {
                "function" => ToolKind.Function,
                "custom" => ToolKind.Custom,
                _ => ToolKind.Hosted,
            };
            request.Tools.Add(new ChatTool(kind, kind == ToolKind.Hosted ? type : tool.Text("name"u8) ?? string.Empty)
            {
                Description = tool.Text("description"u8),
                Schema = tool.Object("parameters"u8),
                Strict = tool.Flag("strict"u8),
                Format = tool.Object("format"u8),
                Namespace = kind == ToolKind.Hosted ? null : inside,
                Origin = Dialect.OpenAIResponses,
                Raw = tool,
            });
        }
    }

    public static bool ReadChoice(JsonElement value, ChatRequest request)
    {
        var mode = value.AsText() ?? (value.Is("type"u8, "allowed_tools"u8) ? value.Text("mode"u8) : null);
        request.ToolChoice = mode switch
        {
            "auto" => ToolChoiceMode.Auto,
            "none" => ToolChoiceMode.None,
            "required" => ToolChoiceMode.Required,
            _ => ToolChoiceMode.Unset,
        };
        if (mode is null && value.Text("name"u8) is { } name)
        {
            request.ToolChoice = ToolChoiceMode.Named;
            request.ToolChoiceName = name;
        }

        return request.ToolChoice != ToolChoiceMode.Unset;
    }

    public static void Write(Utf8JsonWriter json, ChatRequest request, ToolNames names, ConversionLosses losses)
    {
        var tools = request.Tools.FindAll(tool => tool.Kind != ToolKind.Hosted || tool.Origin == Dialect.OpenAIResponses);
        if (tools.Count < request.Tools.Count)
        {
            losses.Dropped("tools", "hosted tools of another provider");
        }

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
        WriteChoice(json, request, names);
        json.Flag("parallel_tool_calls"u8, request.ParallelToolCalls);
    }

    private static void Write(Utf8JsonWriter json, ChatTool tool, ToolNames names, ConversionLosses losses)
    {
        if (tool.Origin == Dialect.OpenAIResponses && tool.Namespace is null)
        {
            tool.Raw.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteString("name"u8, names.ToWire(tool.Name, tool.Namespace));
        json.Text("description"u8, Schemas.Describe(tool, losses));
        json.WritePropertyName("parameters"u8);
        Schemas.WriteParameters(json, tool);

        // Absent means strict here, unlike in Chat.
        json.WriteBoolean("strict"u8, tool.Strict == true && tool.Schema is { } schema && Schemas.IsStrict(schema));
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatRequest request, ToolNames names)
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
                json.WriteString("tool_choice"u8, "required"u8);
                break;
            case ToolChoiceMode.Named:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, "function"u8);
                json.WriteString("name"u8, names.ToWire(request.ToolChoiceName!));
                json.WriteEndObject();
                break;
        }
    }
}
