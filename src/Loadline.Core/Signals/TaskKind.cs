namespace Loadline.Core.Signals;

/// <summary>What a request asks for, by its text and shape.</summary>
/// <remarks>Config and headers write the lower-case names, with <c>tool-use</c> hyphenated (<see cref="TaskKinds"/>).</remarks>
public enum TaskKind : byte
{
    /// <summary>Small talk, and whatever asks for nothing in particular.</summary>
    Chat,

    /// <summary>A fact or an explanation is wanted.</summary>
    Question,

    /// <summary>One of some labels is wanted.</summary>
    Classify,

    /// <summary>Pieces of a given text are wanted, often by a form.</summary>
    Extract,

    /// <summary>The short of a given text is wanted.</summary>
    Summarize,

    /// <summary>A given text is to be said otherwise.</summary>
    Rewrite,

    /// <summary>A given text is to be said in another language.</summary>
    Translate,

    /// <summary>Code is to be written, mended or explained.</summary>
    Code,

    /// <summary>Something is to be computed or proven.</summary>
    Math,

    /// <summary>Several steps of thought lead to the answer.</summary>
    Reason,

    /// <summary>A text of the model's own is wanted: a story, a letter, a plan.</summary>
    Create,

    /// <summary>A call or two of the tools that are offered answers it.</summary>
    ToolUse,

    /// <summary>A program that works by itself for many turns, by its system prompt, its tools' results and how long it has gone on.</summary>
    Agent,
}
