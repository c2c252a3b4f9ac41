namespace Loadline.Core.Limits;

/// <summary>The answer to a replica's wishes.</summary>
/// <param name="StoreTime">The store's clock, by which all replicas reckon periods, whatever their own clocks say.</param>
/// <param name="Grants">One for each wish, in their order.</param>
public sealed record LeaseReply(DateTimeOffset StoreTime, IReadOnlyList<LeaseGrant> Grants);
