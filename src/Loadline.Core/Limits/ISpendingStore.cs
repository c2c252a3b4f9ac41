namespace Loadline.Core.Limits;

/// <summary>Keeps what budgets have been spent, so that a restart forgets none of it.</summary>
public interface ISpendingStore
{
    /// <summary>Lists what was spent in periods that began at or after a time.</summary>
    ValueTask<IReadOnlyList<Spending>> SpentAsync(DateTimeOffset since, CancellationToken cancellationToken = default);

    /// <summary>Adds to what was spent, all of it or nothing.</summary>
    ValueTask AddAsync(IReadOnlyList<Spending> more, CancellationToken cancellationToken = default);
}
