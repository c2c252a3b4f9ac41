using Loadline.Core.Catalog;
using Loadline.Core.Plans;

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
    decimal? CostUsd)
{
    // Nothing was sent, or the upstream said that it did not serve.
    private static readonly HashSet<string> NeverBilled = new(
        new[]
        {
            RoutingError.None, RoutingError.UpstreamConnect, RoutingError.UpstreamRateLimited, RoutingError.UpstreamAuth,
            RoutingError.UpstreamRefused, RoutingError.OverLimit,
        }.Select(RoutingErrors.Name),
        StringComparer.Ordinal);

    private static readonly HashSet<string> OurChoice = new(
        Enum.GetValues<RoutingError>().Where(RoutingErrors.IsOurChoice).Append(RoutingError.OverLimit).Select(RoutingErrors.Name), StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether the call failed: neither an answer nor given up, or not made, by our own choice.</summary>
    public bool IsFailure => Outcome != RoutingErrors.Name(RoutingError.None) && !OurChoice.Contains(Outcome);

    /// <summary>Gets the price that the cost was computed with; <see langword="null"/> where it is unknown.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>Gets what the call was for: one of <see cref="AttemptKinds"/>.</summary>
    public string Kind { get; init; } = AttemptKinds.Answer;

    /// <summary>Gets the currency of price and cost. Always <c>USD</c> in this version.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Gets a value indicating whether this failed call may have been billed although nobody said so: its cost is unknown, not zero.</summary>
    public bool PossiblyBilled => CostUsd is null && !NeverBilled.Contains(Outcome);
}
