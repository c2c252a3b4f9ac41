using System.Text.Json;

namespace Loadline.Core.Outcomes;

/// <summary>How one model did on one prompt.</summary>
public sealed record Outcome
{
    /// <summary>Gets the grade, in [0,1]; <see cref="double.NaN"/> where the answer awaits grading (<see cref="IsGraded"/>).</summary>
    public double Quality { get; init; } = double.NaN;

    /// <summary>Gets the cost in the table's unit, USD unless it states another; <see langword="null"/> where it was not recorded.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Gets the time to the whole answer in milliseconds; <see langword="null"/> where it was not recorded.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Gets the time to the first token in milliseconds; <see langword="null"/> where it was not recorded.</summary>
    public double? TimeToFirstTokenMs { get; init; }

    /// <summary>Gets the prompt's billed tokens; <see langword="null"/>: not recorded.</summary>
    public int? InputTokens { get; init; }

    /// <summary>Gets the generated tokens, thoughts included; <see langword="null"/>: not recorded.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Gets the answer's text; <see langword="null"/>: not kept.</summary>
    public string? Response { get; init; }

    /// <summary>Gets the fields this version does not know, kept as they are.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Rest { get; init; } = [];

    /// <summary>Gets a value indicating whether the answer has a grade; tables to train and certify on hold no other.</summary>
    public bool IsGraded => !double.IsNaN(Quality);
}
