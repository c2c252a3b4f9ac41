namespace Loadline.Core.Limits;

/// <summary>What a replica has spent of a budget, and what it would hold of it. All amounts are billionths of a USD since the period's start.</summary>
/// <param name="Subject">Whose budget: <c>key ID</c>, <c>team NAME</c>, <c>route NAME</c>.</param>
/// <param name="Per">The period's kind.</param>
/// <param name="Start">When it began.</param>
/// <param name="Limit">The whole budget.</param>
/// <param name="Wanted">What the replica would hold, spent or not; below what it holds: it gives the rest back.</param>
/// <param name="Needed">What a request that was turned away would have needed; at most <paramref name="Wanted"/>.</param>
/// <param name="Kept">The most it takes, of what it holds too, where <paramref name="Needed"/> cannot be had.</param>
/// <param name="Spent">What the replica has spent.</param>
public readonly record struct LeaseWish(string Subject, LimitWindow Per, DateTimeOffset Start, long Limit, long Wanted, long Needed, long Kept, long Spent);
