using System.Text.Json.Serialization;
using Loadline.Core.Predictors;

namespace Loadline.Core.Certificates;

/// <summary>What was proven of one segment of the traffic.</summary>
public sealed record SegmentProof
{
    /// <summary>Gets the segment, without its kind: <c>math</c>.</summary>
    public required string Segment { get; init; }

    /// <summary>Gets a value indicating whether the line was proven there; where not, the reference serves it.</summary>
    public required bool Holds { get; init; }

    /// <summary>Gets the setting that was proven; <see langword="null"/> where nothing was, or for a route that has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KnobMix? Knob { get; init; }

    /// <summary>Gets the error probability that its test spent; 0 where it had too few units to be tested.</summary>
    public required double Delta { get; init; }

    /// <summary>Gets its rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets its units.</summary>
    public required int Units { get; init; }

    /// <summary>Gets the quality served over the reference's on its rows: a mean, no bound.</summary>
    public required double MeanKeep { get; init; }

    /// <summary>Gets the share lost on its rows: a mean, no bound.</summary>
    public required double MeanLost { get; init; }

    /// <summary>Gets the cost over the reference's on its rows.</summary>
    public required double MeanCost { get; init; }
}
