using System.Text.Json.Serialization;
using Loadline.Core.Predictors;
using Loadline.Core.Quality;

namespace Loadline.Core.Certificates;

/// <summary>The proof that a route keeps its quality line: what was proven, for which route, on which rows, until when.</summary>
public sealed record Certificate
{
    /// <summary>Gets the route's name in the config.</summary>
    public required string Route { get; init; }

    /// <summary>Gets the digest of the whole route as it will serve; with any other digest this proves nothing.</summary>
    public required string RouteDigest { get; init; }

    /// <summary>Gets the model that quality and cost are compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets the quality line that was proven.</summary>
    public required QualityLine Line { get; init; }

    /// <summary>Gets the setting that was proven; <see langword="null"/> for a route that has none and serves as it is written.</summary>
    public KnobMix? Knob { get; init; }

    /// <summary>Gets the safer settings that were proven on the way, safest first: where a route steps back to.</summary>
    public IReadOnlyList<KnobMix> SaferKnobs { get; init; } = [];

    /// <summary>Gets which attempt on these rows it was, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets the error probability that this attempt spent, at most 1 − confidence.</summary>
    public required double Delta { get; init; }

    /// <summary>Gets the certifying rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the units (sessions, or rows with the same prompt) that they come in: what was tested.</summary>
    public required int Units { get; init; }

    /// <summary>Gets the SHA-256 of the tables.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    /// <summary>Gets the quality served over the reference's on the certifying rows: a mean, no bound.</summary>
    public required double MeanKeep { get; init; }

    /// <summary>Gets the share lost on the certifying rows: a mean, no bound.</summary>
    public required double MeanLost { get; init; }

    /// <summary>Gets the cost over the reference's on the certifying rows; audits are not in it.</summary>
    public required double MeanCost { get; init; }

    /// <summary>Gets the share of the certifying rows in each segment (<c>task math</c>), of its kind: what traffic is compared with. <see langword="null"/> in older certificates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Mix { get; init; }

    /// <summary>Gets when it was proven.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Gets when it ends: from then on the route observes, as without one.</summary>
    public required DateTimeOffset Expires { get; init; }
}
