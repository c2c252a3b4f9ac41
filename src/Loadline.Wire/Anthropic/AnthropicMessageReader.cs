using System.Globalization;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Reads the messages of a Messages request: results of a user turn become a tool message of their own before it.</summary>
internal sealed class AnthropicMessageReader(ChatRequest request)
{
    private readonly AnthropicBlockReader _blocks = new(request.Losses);

    public void Read(JsonElement messages)
    {
        var index = 0;
        foreach (var message in messages.Items())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"messages[{index++}]");
            if (message.Has("content"u8, out var content))
            {
                Message(message, content, path);
            }
        }
    }

    private void Message(JsonElement message, JsonElement content, string path)
    {
        var parts = _blocks.Parts(content, path);
        switch (message.Text("role"u8))
        {
            case "assistant":
                request.Messages.Add(new ChatMessage(ChatRole.Assistant, parts));
                break;
            case "system":
                request.Messages.Add(new ChatMessage(ChatRole.System, parts));
                break;
            default:
                User(parts);
                break;
        }
    }

    private void User(List<ChatPart> parts)
    {
        var results = parts.FindAll(part => part is ToolResultPart);
        if (results.Count > 0)
        {
            request.Messages.Add(new ChatMessage(ChatRole.Tool, results));
            parts.RemoveAll(part => part is ToolResultPart);
        }

        if (parts.Count > 0 || results.Count == 0)
        {
            request.Messages.Add(new ChatMessage(ChatRole.User, parts));
        }
    }
}
