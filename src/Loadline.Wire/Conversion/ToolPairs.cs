namespace Loadline.Wire.Conversion;

/// <summary>Pairs tool calls and results: every call gets its result right after its message, no result stands without its call.</summary>
internal static class ToolPairs
{
    private const string NoResult = "(no result)";

    public static List<ChatMessage> Repair(List<ChatMessage> messages, ConversionLosses losses)
    {
        if (!messages.Exists(message => message.Role == ChatRole.Tool || message.Parts.Exists(part => part is ToolCallPart)))
        {
            return messages;
        }

        var results = Results(messages);
        var taken = new HashSet<ToolResultPart>(ReferenceEqualityComparer.Instance);
        var repaired = new List<ChatMessage>(messages.Count);
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Role == ChatRole.Tool)
            {
                Orphans(message, taken, repaired, losses);
                continue;
            }

            repaired.Add(message);
            if (message.Role == ChatRole.Assistant && message.Parts.Exists(part => part is ToolCallPart))
            {
                repaired.Add(Answers(message, results, i, taken, losses));
            }
        }

        return repaired;
    }

    private static List<(int At, ToolResultPart Result)> Results(List<ChatMessage> messages)
    {
        var results = new List<(int, ToolResultPart)>();
        for (var i = 0; i < messages.Count; i++)
        {
            foreach (var part in messages[i].Parts)
            {
                if (part is ToolResultPart result)
                {
                    results.Add((i, result));
                }
            }
        }

        return results;
    }

    private static ChatMessage Answers(
        ChatMessage message, List<(int At, ToolResultPart Result)> results, int at, HashSet<ToolResultPart> taken, ConversionLosses losses)
    {
        var answers = new ChatMessage(ChatRole.Tool, []);
        foreach (var call in message.Parts.OfType<ToolCallPart>())
        {
            var found = results.FindIndex(entry => entry.At > at && entry.Result.CallId == call.Id && !taken.Contains(entry.Result));
            if (found < 0)
            {
                losses.Added("tool_calls", "a result for a call that had none");
                answers.Parts.Add(new ToolResultPart(call.Id, [new TextPart(NoResult)]) { Name = call.Name, IsCustom = call.IsCustom });
                continue;
            }

            var result = results[found].Result;
            taken.Add(result);
            answers.Parts.Add(result with { Name = call.Name, IsCustom = call.IsCustom });
        }

        return answers;
    }

    // What a tool said is kept as the user's words where its call is gone.
    private static void Orphans(ChatMessage message, HashSet<ToolResultPart> taken, List<ChatMessage> repaired, ConversionLosses losses)
    {
        foreach (var result in message.Parts.OfType<ToolResultPart>())
        {
            if (taken.Contains(result))
            {
                continue;
            }

            losses.Degraded("tool_calls", "a tool result without its call became the user's text");
            repaired.Add(new ChatMessage(ChatRole.User, [new TextPart("Result of an earlier tool call:"), .. result.Parts]));
        }
    }
}
