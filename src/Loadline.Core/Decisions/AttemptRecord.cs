using Loadline.Core.Catalog;

namespace Loadline.Core.Decisions;

/// <summary>One upstream call, as the decision record keeps it.</summary>
/// <param name="Model">The candidate.</param>
/// <param name="Deployment"><c>provider/name</c>.</param>
/// <param name="Outcome"><c>ok</c> or the error's name.</param>
/// <param name="Status">The upstream's HTTP status; 0 where there was none.</param>
/// <param name="TimeToFirstTokenMs">Milliseconds from sending to the first content; to the whole body where not streamed.</param>
/// <param name="DurationMs">Milliseconds from sending to the end.</param>
/// <param name="Usage">What the upstream reported; <see langword="null"/> where it reported nothing.</param>
/// <param name="CostUsd">USD; <see langword="null"/> where price or usage is unknown.</param>
public sealed record AttemptRecord(
    string Model,
    string Deployment,
    string Outcome,
    int Status,
    double TimeToFirstTokenMs,
    double DurationMs,
    TokenUsage? Usage,
    decimal? CostUsd);
