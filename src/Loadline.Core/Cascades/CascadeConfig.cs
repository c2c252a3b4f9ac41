using System.Text.Json;
using Loadline.Core.Checks;
using Loadline.Core.Plans;

namespace Loadline.Core.Cascades;

/// <summary>Candidates one after the other; each answer but the last's is checked before it is served.</summary>
public sealed record CascadeConfig : PlanConfig
{
    /// <inheritdoc/>
    public override string Kind => "cascade";

    /// <summary>Gets the check that an answer must pass.</summary>
    public required Check Accept { get; init; }

    /// <summary>Gets the check as it was written.</summary>
    public required JsonElement AcceptSource { get; init; }

    /// <summary>Gets the most a request may spend on drafts and the answer, in USD: a draft that would leave too little for the next step is served unchecked; <see langword="null"/>: no cap.</summary>
    public double? MaxCostUsd { get; init; }

    /// <summary>Gets how the next step is chosen anew after each rejected answer; <see langword="null"/>: in order.</summary>
    public CascadeNext? Next { get; init; }

    /// <inheritdoc/>
    public override Check? Judging => Accept;

    /// <inheritdoc/>
    public override string Describe() => "cascade " + string.Join(" > ", Candidates) + ", accept " + AcceptSource.GetRawText() + DraftChecks.Digests(Accept)
        + (MaxCostUsd is { } cap ? ", at most " + cap.ToString("R", System.Globalization.CultureInfo.InvariantCulture) + " USD" : "")
        + (Next is { } next ? ", next " + next.Describe() : "");
}
