namespace Loadline.Core.Limits;

/// <summary>Hands slices of budgets out to replicas, so that none of them asks before a request and their sum never passes a limit.</summary>
/// <remarks>
/// Slices are told as absolute amounts: after an exchange whose answer was lost, the next one tells what holds. A slice of a process that
/// died stays handed out until its period ends, for nobody knows how much of it was spent.
/// </remarks>
public interface IBudgetLeases
{
    /// <summary>Tells what a replica has spent and would hold, and gets what it may hold.</summary>
    /// <param name="node">The replica.</param>
    /// <param name="wishes">One for each budget and period; the same twice is an error.</param>
    /// <param name="cancellationToken">Stops; what was done then is not known.</param>
    ValueTask<LeaseReply> ExchangeAsync(Guid node, IReadOnlyList<LeaseWish> wishes, CancellationToken cancellationToken = default);
}
