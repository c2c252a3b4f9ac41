using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Wire.Conversion;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace Loadline.Extensions.AI.Remote;

/// <summary>Replies in the words of Microsoft.Extensions.AI.</summary>
internal static class ReplyParts
{
    public static ChatResponse ToResponse(ChatReply reply)
    {
        var contents = new List<AIContent>();
        foreach (var part in reply.Parts)
        {
            switch (part)
            {
                case TextPart text:
                    contents.Add(new TextContent(text.Text));
                    break;
                case RefusalPart refusal:
                    contents.Add(new ErrorContent(refusal.Text) { ErrorCode = "refusal" });
                    break;
                case ReasoningPart { Text.Length: > 0 } reasoning:
                    contents.Add(new TextReasoningContent(reasoning.Text));
                    break;
                case ToolCallPart call:
                    contents.Add(Call(call.Id, call.Name, call.Arguments));
                    break;
            }
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ResponseId = reply.Id,
            ModelId = reply.Model,
            FinishReason = Finish(reply.Stop),
            Usage = reply.Usage is { } usage ? Details(usage) : null,
        };
    }

    public static FunctionCallContent Call(string id, string name, string arguments) => FunctionCallContent.CreateFromParsedArguments(
        arguments.Length == 0 ? "{}" : arguments, id, name, static json => Parse(json));

    public static UsageDetails Details(TokenUsage usage) => new()
    {
        InputTokenCount = usage.Input,
        OutputTokenCount = usage.Output,
        TotalTokenCount = usage.Input + usage.Output,
        CachedInputTokenCount = usage.CachedInput,
        ReasoningTokenCount = usage.Reasoning,
    };

    public static ChatFinishReason? Finish(StopReason stop) => stop switch
    {
        StopReason.EndTurn or StopReason.StopSequence or StopReason.Pause => ChatFinishReason.Stop,
        StopReason.MaxTokens or StopReason.ContextWindow => ChatFinishReason.Length,
        StopReason.ToolCalls => ChatFinishReason.ToolCalls,
        StopReason.ContentFilter => ChatFinishReason.ContentFilter,
        _ => null,
    };

    private static Dictionary<string, object?>? Parse(string arguments)
    {
        using var document = JsonDocument.Parse(arguments);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value.Clone(), StringComparer.Ordinal)
            : null;
    }
}
