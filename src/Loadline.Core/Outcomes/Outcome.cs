using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loadline.Core.Outcomes;

/// <summary>How one model did on one prompt.</summary>
public sealed record Outcome
{
    /// <summary>Gets the grade, in [0,1].</summary>
    [JsonPropertyName("quality")]
    public double Quality { get; init; }

    /// <summary>Gets the cost in the table's unit, USD unless it states another; <see langword="null"/> where it was not recorded.</summary>
    [JsonPropertyName("cost")]
    public decimal? Cost { get; init; }

    [JsonPropertyName("latency_ms")]
    public double? LatencyMs { get; init; }

    /// <summary>Gets the time to the first token in milliseconds; <see langword="null"/> where it was not recorded.</summary>
    [JsonPropertyName("ttft_ms")]
    public double? TimeToFirstTokenMs { get; init; }

    [JsonPropertyName("input_tokens")]
    public int? InputTokens { get; init; }

    [JsonPropertyName("output_tokens")]
    public int? OutputTokens { get; init; }

    [JsonPropertyName("response")]
    public string? Response { get; init; }

    /// <summary>Gets or sets the fields this version does not know, kept as they are.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}
