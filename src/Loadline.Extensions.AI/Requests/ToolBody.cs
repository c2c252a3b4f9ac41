using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Requests;

/// <summary>Writes <c>tools</c> in Chat Completions words.</summary>
internal static class ToolBody
{
    public static void Write(Utf8JsonWriter json, IList<AITool> tools, ChatToolMode? mode, bool? several)
    {
        json.WriteStartArray("tools"u8);
        for (var i = 0; i < tools.Count; i++)
        {
            Tool(json, tools[i]);
        }

        json.WriteEndArray();
        if (several is { } allowed)
        {
            json.WriteBoolean("parallel_tool_calls"u8, allowed);
        }

        switch (mode)
        {
            case NoneChatToolMode:
                json.WriteString("tool_choice"u8, "none"u8);
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, name);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case RequiredChatToolMode:
                json.WriteString("tool_choice"u8, "required"u8);
                break;
        }
    }

    private static void Tool(Utf8JsonWriter json, AITool tool)
    {
        json.WriteStartObject();
        if (tool is AIFunctionDeclaration function)
        {
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, function.Name);
            if (function.Description.Length > 0)
            {
                json.WriteString("description"u8, function.Description);
            }

            json.WritePropertyName("parameters"u8);
            function.JsonSchema.WriteTo(json);
            json.WriteEndObject();
        }
        else
        {
            // A tool the provider itself runs: it counts, and has nothing that a model of ours would read.
            json.WriteString("type"u8, tool.Name);
        }

        json.WriteEndObject();
    }
}
