using Loadline.Core.Limits;

namespace Loadline.Gateway.Access;

/// <summary>What upkeep has to do with other replicas.</summary>
/// <param name="Leases">Who hands out slices of budgets; <see langword="null"/>: budgets are this process's own.</param>
/// <param name="Node">This process, as others know it.</param>
internal sealed record KeyUpkeepPeers(IBudgetLeases? Leases, Guid Node);
