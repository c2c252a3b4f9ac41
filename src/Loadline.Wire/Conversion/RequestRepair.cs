using System.Globalization;

namespace Loadline.Wire.Conversion;

/// <summary>Makes a conversation one that the target takes: foreign reasoning out, calls and results paired, nothing empty.</summary>
/// <remarks>The caller's request is not changed: a candidate that fails is followed by another with other rules.</remarks>
internal static class RequestRepair
{
    private const string BillingLine = "x-anthropic-billing-header:";

    /// <summary>The messages to write, in order.</summary>
    public static List<ChatMessage> Messages(ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        var messages = new List<ChatMessage>(request.Messages.Count);
        for (var i = 0; i < request.Messages.Count; i++)
        {
            var message = request.Messages[i];
            var path = string.Create(CultureInfo.InvariantCulture, $"messages[{i}]");
            messages.Add(message with { Parts = Parts(message, target, losses, path) });
        }

        messages = ToolPairs.Repair(messages, losses);
        messages.RemoveAll(message => message.Parts.Count == 0 && message.Role is not ChatRole.User);
        if (MustBeFilled(target))
        {
            messages.RemoveAll(message => message.Parts.Count == 0);
        }

        return messages;
    }

    // These refuse blank text, so an empty message has nothing left to say.
    private static bool MustBeFilled(UpstreamTarget target) => target.Dialect is Dialect.Anthropic or Dialect.Bedrock or Dialect.Gemini;

    private static List<ChatPart> Parts(ChatMessage message, UpstreamTarget target, ConversionLosses losses, string path)
    {
        var parts = new List<ChatPart>(message.Parts.Count);
        string? callSignature = null;
        foreach (var part in message.Parts)
        {
            switch (part)
            {
                case ReasoningPart reasoning:
                    var own = OwnReasoning(reasoning, target, losses, path);
                    callSignature = Signature(own, target) ?? callSignature;
                    AddReasoning(parts, own, target);
                    break;
                case ToolCallPart call:
                    parts.Add(call with { Signature = target.Dialect is Dialect.Gemini or Dialect.OpenAIChat ? call.Signature ?? callSignature : null });
                    callSignature = null;
                    break;
                case TextPart text when Drops(text, message, target, losses, path):
                    break;
                case OpaquePart opaque when opaque.Origin != target.Dialect:
                    losses.Dropped(path, $"a part of the type {opaque.Type}, which only its own dialect knows");
                    break;
                case ToolResultPart result:
                    parts.Add(result with { Parts = ResultParts(result, target, losses, path) });
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return parts;
    }

    // A call's signature travels to other dialects in a thought of its own, without text.
    private static string? Signature(ReasoningPart? own, UpstreamTarget target) =>
        target.Dialect == Dialect.Gemini && own is { Text.Length: 0 } ? own.Signature : null;

    private static void AddReasoning(List<ChatPart> parts, ReasoningPart? own, UpstreamTarget target)
    {
        if (own is not null && Signature(own, target) is null)
        {
            parts.Add(own);
        }
    }

    private static List<ChatPart> ResultParts(ToolResultPart result, UpstreamTarget target, ConversionLosses losses, string path)
    {
        var parts = result.Parts.FindAll(part => part is not OpaquePart opaque || opaque.Origin == target.Dialect);
        if (parts.Count < result.Parts.Count)
        {
            losses.Dropped(path, "a part of a tool result which only its own dialect knows");
        }

        return parts.FindAll(part => part is not TextPart { Text.Length: 0 });
    }

    private static bool Drops(TextPart text, ChatMessage message, UpstreamTarget target, ConversionLosses losses, string path)
    {
        if (message.Role == ChatRole.System && target.Dialect != Dialect.Anthropic
            && text.Text.StartsWith(BillingLine, StringComparison.OrdinalIgnoreCase))
        {
            // It differs with every conversation, which would spoil the upstream's prefix cache.
            losses.Dropped(path, "Claude Code's billing line, which is for Anthropic only");
            return true;
        }

        return MustBeFilled(target) ? string.IsNullOrWhiteSpace(text.Text) : text.Text.Length == 0 && message.Parts.Count > 1;
    }

    // Reasoning goes back to its maker only; the seal says who that is where the caller's dialect is not the maker's.
    private static ReasoningPart? OwnReasoning(ReasoningPart part, UpstreamTarget target, ConversionLosses losses, string path)
    {
        var open = part;
        if (ReasoningSeal.TryUnwrap(part.Signature, out var origin, out var payload))
        {
            open = Unsealed(part, origin, payload);
        }
        else if (ReasoningSeal.TryUnwrap(part.Encrypted, out origin, out payload))
        {
            open = Unsealed(part, origin, payload);
        }

        var isProven = open.Signature is not null || open.Encrypted is not null;
        if (open.Origin == target.Dialect && (isProven || target.Dialect is Dialect.OpenAIChat))
        {
            return open;
        }

        if (target is { Dialect: Dialect.OpenAIChat, Server: UpstreamServer.OpenRouter } && isProven)
        {
            return open;
        }

        losses.Dropped(path, "reasoning of another provider or model, which this one would refuse");
        return null;
    }

    // What is encrypted at its maker stays so; signatures were put into the caller's only field for such things.
    private static ReasoningPart Unsealed(ReasoningPart part, Dialect origin, string payload)
    {
        var isSignature = origin is Dialect.Gemini or Dialect.Anthropic or Dialect.Bedrock;
        var (id, data) = ReasoningSeal.Split(payload);
        return part with
        {
            Origin = origin,
            Id = id,
            Signature = isSignature && data.Length > 0 ? data : null,
            Encrypted = isSignature || data.Length == 0 ? null : data,
        };
    }
}
