namespace Loadline.Wire.Conversion;

/// <summary>How long a model may think, on one scale for all providers.</summary>
public enum ReasoningEffort : byte
{
    /// <summary>The caller did not say.</summary>
    Unset,

    /// <summary>It shall not think.</summary>
    None,

    /// <summary>The least that counts as thinking: 1,024 tokens where a budget is asked for.</summary>
    Minimal,

    /// <summary>2,048 tokens where a budget is asked for.</summary>
    Low,

    /// <summary>8,192 tokens where a budget is asked for.</summary>
    Medium,

    /// <summary>16,384 tokens where a budget is asked for.</summary>
    High,

    /// <summary>24,576 tokens where a budget is asked for.</summary>
    XHigh,

    /// <summary>32,000 tokens where a budget is asked for.</summary>
    Max,
}
