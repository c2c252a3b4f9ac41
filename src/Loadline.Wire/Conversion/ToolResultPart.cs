namespace Loadline.Wire.Conversion;

/// <summary>What a tool answered.</summary>
/// <param name="CallId">The call it answers; empty where the dialect matches by name and order.</param>
/// <param name="Parts">The answer: text, images, documents.</param>
public sealed record ToolResultPart(string CallId, List<ChatPart> Parts) : ChatPart
{
    /// <summary>Gets the tool's name where the dialect says it (Gemini).</summary>
    public string? Name { get; init; }

    public bool IsError { get; init; }

    public bool IsCustom { get; init; }
}
