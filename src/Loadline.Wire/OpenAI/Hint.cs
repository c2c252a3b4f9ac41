namespace Loadline.Wire.OpenAI;

/// <summary>What a caller may say of its own request, in the order of the scanners' name tables.</summary>
internal enum Hint
{
    Task,
    Priority,
    MaxCostUsd,
    MaxLatencyMs,
}
