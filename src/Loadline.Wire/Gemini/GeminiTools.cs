using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Tools and tool choice of Gemini, both ways.</summary>
internal static class GeminiTools
{
    public static void Read(JsonElement tools, ChatRequest request)
    {
        foreach (var tool in tools.Items())
        {
            var declarations = GeminiRequestReader.Either(tool, "functionDeclarations"u8, "function_declarations"u8);
            foreach (var declaration in declarations.Items())
            {
                request.Tools.Add(Function(declaration));
            }

            foreach (var member in tool.Members())
            {
                if (member.Name is not ("functionDeclarations" or "function_declarations") && member.Value.ValueKind != JsonValueKind.Null)
                {
                    request.Tools.Add(new ChatTool(ToolKind.Hosted, member.Name) { Origin = Dialect.Gemini, Raw = tool });
                }
            }
        }
    }

    public static void ReadChoice(JsonElement config, ChatRequest request)
    {
        request.ToolChoice = config.Text("mode"u8) switch
        {
            "AUTO" or "VALIDATED" => ToolChoiceMode.Auto,
            "ANY" => ToolChoiceMode.Required,
            "NONE" => ToolChoiceMode.None,
            _ => ToolChoiceMode.Unset,
        };
        var allowed = new List<string>();
        foreach (var name in GeminiRequestReader.Either(config, "allowedFunctionNames"u8, "allowed_function_names"u8).Items())
        {
            allowed.Add(name.AsText() ?? string.Empty);
        }

        if (allowed.Count == 1 && request.ToolChoice == ToolChoiceMode.Required)
        {
            request.ToolChoice = ToolChoiceMode.Named;
            request.ToolChoiceName = allowed[0];
        }
        else if (allowed.Count > 0)
        {
            request.Losses.Degraded("toolConfig", "the list of allowed functions; any of the tools may be called");
        }
    }

    public static void Write(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ToolNames names, ConversionLosses losses)
    {
        var functions = request.Tools.FindAll(tool => tool.Kind != ToolKind.Hosted);
        if (request.Tools.Exists(tool => tool.Kind == ToolKind.Hosted))
        {
            losses.Dropped("tools", "hosted tools, which have no counterpart there");
        }

        if (functions.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations"u8);
        foreach (var tool in functions)
        {
            Write(json, tool, target, names, losses);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        WriteChoice(json, request, names);
        RequestExtras.Lost(losses, "parallel_tool_calls", request.ParallelToolCalls == false);
    }

    private static void Write(Utf8JsonWriter json, ChatTool tool, UpstreamTarget target, ToolNames names, ConversionLosses losses)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, names.ToWire(tool.Name, tool.Namespace));
        json.WriteString("description"u8, Schemas.Describe(tool, losses) ?? tool.Name);
        if (tool.Kind == ToolKind.Custom)
        {
            json.WritePropertyName("parametersJsonSchema"u8);
            Schemas.WriteParameters(json, tool);
        }
        else if (tool.Schema is { } schema && schema.Object("properties"u8) is { } properties && properties.GetPropertyCount() > 0)
        {
            GeminiSchemas.Write(json, "parametersJsonSchema"u8, "parameters"u8, schema, target);
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatRequest request, ToolNames names)
    {
        if (request.ToolChoice == ToolChoiceMode.Unset)
        {
            return;
        }

        json.WriteStartObject("toolConfig"u8);
        json.WriteStartObject("functionCallingConfig"u8);
        json.WriteString("mode"u8, request.ToolChoice switch
        {
            ToolChoiceMode.None => "NONE"u8,
            ToolChoiceMode.Auto => "AUTO"u8,
            _ => "ANY"u8,
        });
        if (request.ToolChoice == ToolChoiceMode.Named)
        {
            json.WriteStartArray("allowedFunctionNames"u8);
            json.WriteStringValue(names.ToWire(request.ToolChoiceName!));
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ChatTool Function(JsonElement declaration)
    {
        JsonElement? schema = null;
        if (declaration.Object("parameters"u8) is { } subset)
        {
            schema = GeminiSchemas.ToJsonSchema(subset);
        }

        var whole = GeminiRequestReader.Either(declaration, "parametersJsonSchema"u8, "parameters_json_schema"u8);
        return new ChatTool(ToolKind.Function, declaration.Text("name"u8) ?? string.Empty)
        {
            Description = declaration.Text("description"u8),
            Schema = whole.ValueKind == JsonValueKind.Object ? whole : schema,
            Origin = Dialect.Gemini,
            Raw = declaration,
        };
    }
}
