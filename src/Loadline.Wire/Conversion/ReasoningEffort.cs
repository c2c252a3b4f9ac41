namespace Loadline.Wire.Conversion;

/// <summary>How long a model may think, on one scale for all providers.</summary>
public enum ReasoningEffort : byte
{
    /// <summary>The caller did not say.</summary>
    Unset,
    None,
    Minimal,
    Low,
    Medium,
    High,
    XHigh,
    Max,
}
