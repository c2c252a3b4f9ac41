using Loadline.Core.Keys;
using Loadline.Core.Limits;

namespace Loadline.Dashboard.Models;

/// <summary>Keys and budgets.</summary>
public sealed record KeysModel
{
    /// <summary>Gets all keys, oldest first; <see langword="null"/> where who looks may not see them.</summary>
    public IReadOnlyList<KeyReport>? Keys { get; init; }

    public required IReadOnlyList<BudgetStatus> Budgets { get; init; }

    /// <summary>Gets the key that was just made; its text is told this once.</summary>
    public NewKeyReport? Made { get; init; }

    /// <summary>Gets what was wrong with the form; empty where nothing was.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Gets what was done; empty where nothing was.</summary>
    public string Done { get; init; } = "";

    /// <summary>Gets what the form had, to be corrected.</summary>
    public KeyDraft Draft { get; init; } = new();
}
