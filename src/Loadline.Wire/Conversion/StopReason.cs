namespace Loadline.Wire.Conversion;

/// <summary>Why a reply ended.</summary>
public enum StopReason : byte
{
    /// <summary>The upstream has not said.</summary>
    None,

    /// <summary>The model had said what it had to say.</summary>
    EndTurn,

    /// <summary>It wrote one of the caller's stop sequences.</summary>
    StopSequence,

    /// <summary>The cap on output tokens was reached.</summary>
    MaxTokens,

    /// <summary>The model's context window was full.</summary>
    ContextWindow,

    /// <summary>It waits for results of the tools it called.</summary>
    ToolCalls,

    /// <summary>The provider's filter cut it off.</summary>
    ContentFilter,

    /// <summary>The provider paused a long turn (Anthropic); the caller may send the reply back to go on.</summary>
    Pause,

    /// <summary>The model's output was malformed or cut by an error of the provider.</summary>
    Error,
}
