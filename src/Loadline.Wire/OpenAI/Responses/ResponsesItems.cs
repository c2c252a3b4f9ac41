using System.Text;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Items that a model makes: calls and reasoning. Read from requests and replies.</summary>
internal static class ResponsesItems
{
    public static ChatPart Read(JsonElement item, string type) => type switch
    {
        "function_call" => Call(item, "arguments"u8, isCustom: false),
        "custom_tool_call" => Call(item, "input"u8, isCustom: true),
        "reasoning" => Reasoning(item),
        _ => new OpaquePart(Dialect.OpenAIResponses, type, item),
    };

    /// <summary>The readable thought of a reasoning item: its content where an open model shows it, else its summary.</summary>
    public static string Thought(JsonElement item, out bool isSummary)
    {
        var text = Joined(item.Items("content"u8), string.Empty);
        isSummary = text.Length == 0;
        return isSummary ? Joined(item.Items("summary"u8), "\n\n") : text;
    }

    private static ToolCallPart Call(JsonElement item, ReadOnlySpan<byte> arguments, bool isCustom) =>
        new(item.Text("call_id"u8) ?? item.Text("id"u8) ?? string.Empty, item.Text("name"u8) ?? string.Empty, item.Text(arguments) ?? string.Empty)
        {
            IsCustom = isCustom,
            Namespace = item.Text("namespace"u8),
        };

    private static ReasoningPart Reasoning(JsonElement item) => new(Thought(item, out var isSummary), Dialect.OpenAIResponses)
    {
        IsSummary = isSummary,
        Encrypted = item.Text("encrypted_content"u8),
        Id = item.Text("id"u8),
    };

    private static string Joined(JsonElement.ArrayEnumerator parts, string separator)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(text.Length > 0 ? separator : string.Empty).Append(part.Text("text"u8));
        }

        return text.ToString();
    }
}
