namespace Loadline.Wire.Conversion;

/// <summary>A model's call of a tool.</summary>
/// <param name="Id">The call's id as its dialect knows it; empty where the dialect has none.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as text: JSON where the model wrote JSON, whatever it wrote otherwise; empty for none.</param>
public sealed record ToolCallPart(string Id, string Name, string Arguments) : ChatPart
{
    /// <summary>Gets a value indicating whether the tool takes free text instead of JSON (OpenAI's <c>custom</c>).</summary>
    public bool IsCustom { get; init; }

    /// <summary>Gets the namespace the tool lives in (Responses).</summary>
    public string? Namespace { get; init; }

    /// <summary>Gets Gemini's thought signature, which must go back on the same call.</summary>
    public string? Signature { get; init; }
}
