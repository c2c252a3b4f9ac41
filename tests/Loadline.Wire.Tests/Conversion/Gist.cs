using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>What must survive in a request: all words in their order, calls, results, tools, and who speaks.</summary>
internal sealed record Gist(string Words, string Calls, string Tools, string Roles)
{
    public static Gist Of(ChatRequest request)
    {
        var names = new ToolNames(request);
        return new Gist(
            string.Concat(request.Messages.SelectMany(message => message.Parts).Select(Text)),
            string.Join(" | ", request.Messages.SelectMany(message => message.Parts).OfType<ToolCallPart>().Select(call => Call(call, names))),
            string.Join(",", request.Tools.Where(tool => tool.Kind != ToolKind.Hosted).Select(tool => names.ToWire(tool.Name, tool.Namespace))),
            string.Concat(Speakers(request)));
    }

    // White space and the marks of a reminder are not words.
    private static string Text(ChatPart part) => part switch
    {
        TextPart text => Words1(text.Text),
        MediaPart { PlainText: { } plain } media => Words1(MediaNotes.Document(media.Name, plain)),
        RefusalPart refusal => Words1(refusal.Text),
        ToolResultPart result => string.Concat(result.Parts.Select(Text)),
        _ => string.Empty,
    };

    private static string Words1(string text)
    {
        if (text.StartsWith("x-anthropic-billing-header:", StringComparison.Ordinal))
        {
            return string.Empty;
        }

        text = text.Replace("<system-reminder>", string.Empty, StringComparison.Ordinal).Replace("</system-reminder>", string.Empty, StringComparison.Ordinal);
        if (text.StartsWith('{'))
        {
            text = Understood.Canonical(text);
        }

        return string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
    }

    private static string Call(ToolCallPart call, ToolNames names) =>
        Understood.Call(names.ToWire(call.Name, call.Namespace), call.IsCustom ? JsonSerializer.Serialize(new { input = call.Arguments }) : call.Arguments);

    // The user and the tools are one side, the system counts on neither.
    private static IEnumerable<char> Speakers(ChatRequest request)
    {
        var last = ' ';
        foreach (var message in request.Messages.Where(message => message.Role != ChatRole.System && message.Parts.Exists(part => part is not ReasoningPart)))
        {
            var speaker = message.Role == ChatRole.Assistant ? 'a' : 'u';
            if (speaker != last)
            {
                yield return last = speaker;
            }
        }
    }
}
