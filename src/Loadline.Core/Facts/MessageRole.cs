namespace Loadline.Core.Facts;

/// <summary>Who a piece of the request speaks for, the same in every dialect.</summary>
public enum MessageRole : byte
{
    /// <summary>System or developer instructions.</summary>
    System,

    /// <summary>The person or program that asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>The result of a tool call.</summary>
    Tool,

    /// <summary>A tool's name, description and schema.</summary>
    ToolDefinition,
}
