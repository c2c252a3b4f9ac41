namespace Loadline.Core.Facts;

/// <summary>A tool call of the model, or what came back of one.</summary>
/// <param name="Name">The tool's name, without quotes; missing for a result.</param>
/// <param name="Value">The call's arguments or the result as they stand in the body, escapes and all.</param>
public readonly record struct AgentStep(ByteRange Name, ByteRange Value)
{
    /// <summary>Gets a value indicating whether it is what a tool answered, rather than a call.</summary>
    public bool IsResult => Name.IsMissing;
}
