namespace Loadline.Wire.Conversion;

/// <summary>A refusal in words, which OpenAI keeps apart from text.</summary>
/// <param name="Text">What the model said.</param>
public sealed record RefusalPart(string Text) : ChatPart;
