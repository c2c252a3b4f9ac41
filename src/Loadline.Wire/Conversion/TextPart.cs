namespace Loadline.Wire.Conversion;

/// <summary>Text.</summary>
/// <param name="Text">The text; empty where the source held an empty one.</param>
public sealed record TextPart(string Text) : ChatPart
{
    /// <summary>Gets Gemini's thought signature that sits on this part; <see langword="null"/> elsewhere.</summary>
    public string? Signature { get; init; }
}
