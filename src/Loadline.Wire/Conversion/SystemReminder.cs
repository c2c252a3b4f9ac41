namespace Loadline.Wire.Conversion;

/// <summary>A system message inside the conversation, for targets that know system messages at its beginning only.</summary>
/// <remarks>Kept in place: moving it to the top would change the order and the cached prefix. Claude Code itself falls back to this form.</remarks>
internal static class SystemReminder
{
    public static List<ChatPart> Wrap(List<ChatPart> parts) =>
        [new TextPart($"<system-reminder>\n{string.Join("\n", parts.OfType<TextPart>().Select(part => part.Text))}\n</system-reminder>")];
}
