namespace Loadline.Core.Signals.Tokens;

/// <summary>The parts of a chat request that cost input tokens.</summary>
public readonly record struct RequestTokens
{
    /// <summary>Gets the estimate of all message text: system prompt, history, tool calls with their arguments, tool results.</summary>
    public int Text { get; init; }

    /// <summary>Gets the number of messages, the system prompt included.</summary>
    public int Messages { get; init; }

    /// <summary>Gets the number of tools whose JSON is not in <see cref="ToolsJson"/> but whose names and descriptions are in <see cref="Text"/>.</summary>
    public int Tools { get; init; }

    /// <summary>Gets the estimate of the raw JSON of the tool definitions; the better way where the JSON is at hand.</summary>
    public int ToolsJson { get; init; }

    /// <summary>Gets the estimate of the raw JSON of the response schema.</summary>
    public int SchemaJson { get; init; }

    /// <summary>Gets the number of images at full or automatic detail.</summary>
    public int Images { get; init; }

    /// <summary>Gets the number of images at low detail.</summary>
    public int LowDetailImages { get; init; }
}
