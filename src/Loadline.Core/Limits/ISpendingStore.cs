namespace Loadline.Core.Limits;

/// <summary>Keeps what budgets have been spent, so that a restart forgets none of it.</summary>
public interface ISpendingStore
{
    /// <summary>Lists what was spent in periods that began at or after a time.</summary>
    ValueTask<IReadOnlyList<Spending>> SpentAsync(DateTimeOffset since, CancellationToken cancellationToken = default);

    /// <summary>Adds to what was spent, all of it or nothing.</summary>
    ValueTask AddAsync(IReadOnlyList<Spending> more, CancellationToken cancellationToken = default);

    /// <summary>Notes that people are told of a mark.</summary>
    /// <returns>Whether nobody had noted it before: of all processes that share the store, one tells.</returns>
    ValueTask<bool> TryMarkAsync(BudgetMark mark, CancellationToken cancellationToken = default);
}
