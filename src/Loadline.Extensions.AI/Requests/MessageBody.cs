using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Requests;

/// <summary>Writes <c>messages</c> in Chat Completions words.</summary>
internal static class MessageBody
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages, string? instructions, bool withData)
    {
        if (!string.IsNullOrEmpty(instructions))
        {
            json.WriteStartObject();
            json.WriteString("role"u8, "system"u8);
            json.WriteString("content"u8, instructions);
            json.WriteEndObject();
        }

        for (var i = 0; i < messages.Count; i++)
        {
            Message(json, messages[i], withData);
        }
    }

    private static void Message(Utf8JsonWriter json, ChatMessage message, bool withData)
    {
        var (parts, calls, results) = Count(message);
        for (var i = 0; results > 0 && i < message.Contents.Count; i++)
        {
            if (message.Contents[i] is FunctionResultContent result)
            {
                json.WriteStartObject();
                json.WriteString("role"u8, "tool"u8);
                json.WriteString("tool_call_id"u8, result.CallId);
                json.WriteString("content"u8, ToolText.Of(result.Result));
                json.WriteEndObject();
            }
        }

        // A message of results alone has been told in full.
        if (results > 0 && parts == 0 && calls == 0)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("role"u8, RoleOf(message.Role));
        Contents(json, message, parts, withData);
        if (calls > 0)
        {
            Calls(json, message);
        }

        json.WriteEndObject();
    }

    private static (int Parts, int Calls, int Results) Count(ChatMessage message)
    {
        var (parts, calls, results) = (0, 0, 0);
        for (var i = 0; i < message.Contents.Count; i++)
        {
            switch (message.Contents[i])
            {
                case FunctionCallContent:
                    calls++;
                    break;
                case FunctionResultContent:
                    results++;
                    break;
                case TextContent or DataContent or UriContent or HostedFileContent:
                    parts++;
                    break;
            }
        }

        return (parts, calls, results);
    }

    private static ReadOnlySpan<byte> RoleOf(ChatRole role) =>
        role == ChatRole.User ? "user"u8
        : role == ChatRole.Assistant ? "assistant"u8
        : role == ChatRole.System ? "system"u8
        : role == ChatRole.Tool ? "tool"u8 : "user"u8;

    private static void Contents(Utf8JsonWriter json, ChatMessage message, int parts, bool withData)
    {
        if (parts == 0)
        {
            json.WriteNull("content"u8);
            return;
        }

        if (parts == 1 && Find<TextContent>(message) is { } only)
        {
            json.WriteString("content"u8, only.Text);
            return;
        }

        json.WriteStartArray("content"u8);
        for (var i = 0; i < message.Contents.Count; i++)
        {
            MediaBody.Part(json, message.Contents[i], withData);
        }

        json.WriteEndArray();
    }

    private static void Calls(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartArray("tool_calls"u8);
        for (var i = 0; i < message.Contents.Count; i++)
        {
            if (message.Contents[i] is FunctionCallContent call)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, call.CallId);
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, call.Name);
                json.WriteString("arguments"u8, ToolText.Of(call.Arguments));
                json.WriteEndObject();
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static T? Find<T>(ChatMessage message)
        where T : AIContent
    {
        for (var i = 0; i < message.Contents.Count; i++)
        {
            if (message.Contents[i] is T found)
            {
                return found;
            }
        }

        return null;
    }
}
