namespace Loadline.Wire.Conversion;

/// <summary>Who speaks in a neutral message.</summary>
public enum ChatRole : byte
{
    /// <summary>System or developer instructions, at the place in the conversation where they were given.</summary>
    System,

    /// <summary>The person or program that asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>Tool results only; what a user added to them is a user message of its own right after.</summary>
    Tool,
}
