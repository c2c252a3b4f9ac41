using Loadline.Core.Decisions;

namespace Loadline.Core.Ledger;

/// <summary>Which decisions are meant; what is <see langword="null"/> does not narrow.</summary>
public sealed record LedgerFilter
{
    /// <summary>Everything.</summary>
    public static LedgerFilter All { get; } = new();

    /// <summary>Gets the earliest arrival, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the latest arrival, excluded.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets the route's name.</summary>
    public string? Route { get; init; }

    /// <summary>Gets the model that served, or was tried last; <c>none</c>: nothing was tried.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the outcome: <c>ok</c> or an error's name.</summary>
    public string? Outcome { get; init; }

    /// <summary>Tells whether a decision is meant.</summary>
    public bool Matches(DecisionRecord decision) =>
        Covers(decision.Time)
        && (Route is null || decision.Route == Route)
        && (Model is null || (decision.Served ?? LedgerTotals.NoModel) == Model)
        && (Outcome is null || decision.Outcome == Outcome);

    /// <summary>Tells whether a time is in the range.</summary>
    public bool Covers(DateTimeOffset time) => (From is null || time >= From) && (To is null || time < To);
}
