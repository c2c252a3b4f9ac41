namespace Loadline.Core.Limits;

/// <summary>What a replica may hold of a budget, in billionths of a USD since the period's start.</summary>
/// <param name="Subject">Whose budget.</param>
/// <param name="Per">The period's kind.</param>
/// <param name="Start">When it began.</param>
/// <param name="Granted">What this replica holds, spent or not.</param>
/// <param name="TotalGranted">What all hold together: never above the limit, but for requests that cost more than was reserved for them.</param>
/// <param name="TotalSpent">What all have told to have spent.</param>
public readonly record struct LeaseGrant(string Subject, LimitWindow Per, DateTimeOffset Start, long Granted, long TotalGranted, long TotalSpent);
