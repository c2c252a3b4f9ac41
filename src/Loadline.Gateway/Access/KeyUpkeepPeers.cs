using Loadline.Core.Limits;
using Loadline.Core.Replicas;

namespace Loadline.Gateway.Access;

/// <summary>What upkeep has to do with other replicas.</summary>
/// <param name="Leases">Who hands out slices of budgets; <see langword="null"/>: budgets are this process's own.</param>
/// <param name="Node">This process, as others know it.</param>
/// <param name="Hints">By which they are told to look at a budget; <see langword="null"/>: they find out later.</param>
internal sealed record KeyUpkeepPeers(IBudgetLeases? Leases, Guid Node, IReplicaStore? Hints);
