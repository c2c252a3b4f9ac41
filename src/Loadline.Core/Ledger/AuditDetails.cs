using System.Text.Json;
using Loadline.Core.Watching;

namespace Loadline.Core.Ledger;

/// <summary>What an audit found beside its two grades; engines keep it as the text that <see cref="ToText"/> makes.</summary>
public sealed record AuditDetails
{
    /// <summary>Gets the digest of the route that decided.</summary>
    public string RouteDigest { get; init; } = "";

    /// <summary>Gets the certificate in force; empty where none was.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>Gets the session's salted hash; <see langword="null"/> where the request named none.</summary>
    public string? Session { get; init; }

    /// <summary>Gets what each proven setting would have served, safest first: its grade, in [0,1].</summary>
    public IReadOnlyList<double> StepQualities { get; init; } = [];

    /// <summary>Gets every candidate's answer; empty unless all were asked.</summary>
    public IReadOnlyList<AuditAnswer> Answers { get; init; } = [];

    /// <summary>Gets what the audited answer cost its caller, in USD; <see langword="null"/> where unknown.</summary>
    public decimal? ServedCostUsd { get; init; }

    /// <summary>Gets what the reference's answer cost, in USD; <see langword="null"/> where unknown.</summary>
    public decimal? ReferenceCostUsd { get; init; }

    /// <summary>Gets how many proven settings the watch had taken away.</summary>
    public int StepsBack { get; init; }

    /// <summary>Gets a value indicating whether the choice served, or would have but for the watch: the request was not of an observed share.</summary>
    public bool IsServed { get; init; }

    /// <summary>Gets how unlike the training rows the request was; <see langword="null"/> where no predictor looked.</summary>
    public double? Novelty { get; init; }

    /// <summary>Gets the segments that the request fell into, such as <c>task math</c>.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>Gets what makes up for strata that are audited more often: the least rate over its own, in (0,1]; <see langword="null"/>: 1, as without strata.</summary>
    public double? Weight { get; init; }

    /// <summary>Gets how far the judge is followed (η, in [0,1]), fixed when the audit was made; <see langword="null"/> where no labels are drawn.</summary>
    public double? JudgeWeight { get; init; }

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static AuditDetails Parse(string? text) =>
        text is null ? new AuditDetails() : JsonSerializer.Deserialize(text, WatchJsonContext.Default.AuditDetails) ?? new AuditDetails();

    /// <summary>Writes JSON.</summary>
    public string ToText() => JsonSerializer.Serialize(this, WatchJsonContext.Default.AuditDetails);
}
