namespace Loadline.Wire.Conversion;

/// <summary>What a model thought before it answered.</summary>
/// <param name="Text">The readable thought or its summary; empty where only the sealed form is known.</param>
/// <param name="Origin">Whose signature or payload this is: it is valid only at an upstream of that dialect.</param>
public sealed record ReasoningPart(string Text, Dialect Origin) : ChatPart
{
    /// <summary>Gets the signature that proves the text (Anthropic, Bedrock, Gemini); <see langword="null"/> where there is none.</summary>
    public string? Signature { get; init; }

    /// <summary>Gets the encrypted or redacted form (OpenAI's <c>encrypted_content</c>, Anthropic's <c>redacted_thinking</c>).</summary>
    public string? Encrypted { get; init; }

    /// <summary>Gets the item's id at its provider (Responses).</summary>
    public string? Id { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Text"/> is a summary rather than the thought itself.</summary>
    public bool IsSummary { get; init; }
}
