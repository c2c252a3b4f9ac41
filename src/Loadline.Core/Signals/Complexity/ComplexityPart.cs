namespace Loadline.Core.Signals;

/// <summary>What a complexity score is made of.</summary>
/// <remarks>Weights and names: <see cref="ComplexityParts"/>.</remarks>
public enum ComplexityPart : byte
{
    /// <summary>The kind of task: 0 for chat, 1 for an agent at work.</summary>
    Task,

    /// <summary>Words of the last user message, on a logarithmic scale from 8 to 1,000.</summary>
    Length,

    /// <summary>Tokens of the whole request, on a logarithmic scale from 500 to 100,000.</summary>
    Context,

    /// <summary>"must", "at least", "without", list items.</summary>
    Constraints,

    /// <summary>"why", "prove", "suppose", "if … then", dilemmas, multiple choice.</summary>
    Reasoning,

    /// <summary>Several commands, questions or steps.</summary>
    Steps,

    /// <summary>Words of an expert's field, uncommon and long words, by share of the text.</summary>
    Technical,

    /// <summary>Numbers and quantities to be worked with.</summary>
    Quantities,

    /// <summary>How much of the text is code.</summary>
    Code,

    /// <summary>How mathematical the text is.</summary>
    Math,

    /// <summary>Messages so far: none at one, full at twenty.</summary>
    Conversation,

    /// <summary>Tools offered: full at ten.</summary>
    Tools,

    /// <summary>Whether the answer must follow a schema.</summary>
    Schema,

    /// <summary>A language that the lexicon cannot read: what cannot be judged is not called trivial.</summary>
    Unread,
}
