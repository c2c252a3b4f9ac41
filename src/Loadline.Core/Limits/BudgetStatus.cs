namespace Loadline.Core.Limits;

/// <summary>How a budget stands.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Limit">The budget.</param>
/// <param name="Start">When the period under way began.</param>
/// <param name="SpentUsd">What ended requests of the period have cost.</param>
/// <param name="ReservedUsd">The most that requests under way can cost.</param>
public sealed record BudgetStatus(string Subject, UsageLimit Limit, DateTimeOffset Start, decimal SpentUsd, decimal ReservedUsd)
{
    /// <summary>Gets what other replicas hold of it and have not told to have spent.</summary>
    public decimal HeldByOthersUsd { get; init; }

    /// <summary>Gets a value indicating whether what was left did not cover some request of the period.</summary>
    public bool WasShort { get; init; }
}
