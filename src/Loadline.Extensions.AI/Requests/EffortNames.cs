using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Requests;

/// <summary>Reasoning effort between the config's words and those of <see cref="ReasoningEffort"/>.</summary>
internal static class EffortNames
{
    public static string Name(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        _ => "xhigh",
    };

    /// <summary>Reads a config's word; levels that <see cref="ReasoningEffort"/> lacks become the nearest it has.</summary>
    public static ReasoningEffort? Read(string? name) => name switch
    {
        "none" => ReasoningEffort.None,
        "minimal" or "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        "xhigh" or "max" => ReasoningEffort.ExtraHigh,
        _ => null,
    };
}
