namespace Loadline.Wire.Conversion;

/// <summary>A conversation for dialects whose system text stands apart and whose turns are only the user's and the model's.</summary>
/// <param name="System">The system text from the beginning of the conversation.</param>
/// <param name="Messages">The turns, those of one speaker joined; results first in the user's. A late system message keeps its place.</param>
internal sealed record Turns(List<ChatPart> System, List<ChatMessage> Messages)
{
    private const string GoOn = "Continue.";

    public static Turns Of(List<ChatMessage> messages, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        var turns = new Turns([], []);
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.System && turns.Messages.Count == 0)
            {
                turns.System.AddRange(message.Parts.Where(part => part is TextPart));
            }
            else
            {
                turns.Add(message, request, target, losses);
            }
        }

        turns.Complete(target, losses);
        return turns;
    }

    private void Add(ChatMessage message, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        if (message.Role == ChatRole.System)
        {
            if (request.Origin == Dialect.Anthropic && target.Dialect == Dialect.Anthropic)
            {
                Messages.Add(message);
                return;
            }

            losses.Degraded("messages", "a system message inside the conversation became the user's <system-reminder>");
            message = new ChatMessage(ChatRole.User, SystemReminder.Wrap(message.Parts));
        }

        var role = message.Role == ChatRole.Assistant ? ChatRole.Assistant : ChatRole.User;
        if (Messages.Count > 0 && Messages[^1].Role == role)
        {
            Messages[^1].Parts.AddRange(message.Parts);
        }
        else
        {
            Messages.Add(new ChatMessage(role, [.. message.Parts]));
        }
    }

    private void Complete(UpstreamTarget target, ConversionLosses losses)
    {
        if (Messages.Count == 0 && System.Count > 0)
        {
            // All of it was instructions: they are what there is to answer.
            losses.Degraded("messages", "with no other message, the system text became the user's");
            Messages.Add(new ChatMessage(ChatRole.User, [.. System]));
            System.Clear();
        }

        if (Messages.Count == 0 || Messages[0].Role == ChatRole.Assistant)
        {
            losses.Added("messages", "a first user message, which the dialect requires");
            Messages.Insert(0, new ChatMessage(ChatRole.User, [new TextPart(GoOn)]));
        }

        if (Messages[^1].Role == ChatRole.Assistant && !target.Traits.TakesPrefill)
        {
            losses.Added("messages", "a last user message; this model does not go on from its own words");
            Messages.Add(new ChatMessage(ChatRole.User, [new TextPart(GoOn)]));
        }
    }
}
