namespace Loadline.Wire.Conversion;

/// <summary>What a tool answered.</summary>
/// <param name="CallId">The call it answers; empty where the dialect matches by name and order.</param>
/// <param name="Parts">The answer: text, images, documents.</param>
public sealed record ToolResultPart(string CallId, List<ChatPart> Parts) : ChatPart
{
    /// <summary>Gets the tool's name where the dialect says it (Gemini).</summary>
    public string? Name { get; init; }

    /// <summary>Gets a value indicating whether the tool failed, by the caller's own word.</summary>
    public bool IsError { get; init; }

    /// <summary>Gets a value indicating whether it answers a tool that takes free text rather than JSON (Responses).</summary>
    public bool IsCustom { get; init; }
}
