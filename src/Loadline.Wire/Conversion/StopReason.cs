namespace Loadline.Wire.Conversion;

/// <summary>Why a reply ended.</summary>
public enum StopReason : byte
{
    /// <summary>The upstream has not said.</summary>
    None,
    EndTurn,
    StopSequence,
    MaxTokens,
    ContextWindow,
    ToolCalls,
    ContentFilter,

    /// <summary>The provider paused a long turn (Anthropic); the caller may send the reply back to go on.</summary>
    Pause,

    /// <summary>The model's output was malformed or cut by an error of the provider.</summary>
    Error,
}
