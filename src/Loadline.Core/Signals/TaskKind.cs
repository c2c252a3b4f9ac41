namespace Loadline.Core.Signals;

/// <summary>What a request asks for, by its text and shape.</summary>
/// <remarks>Config and headers write the lower-case names, with <c>tool-use</c> hyphenated (<see cref="TaskKinds"/>).</remarks>
public enum TaskKind : byte
{
    Chat,
    Question,
    Classify,
    Extract,
    Summarize,
    Rewrite,
    Translate,
    Code,
    Math,
    Reason,
    Create,
    ToolUse,
    Agent,
}
