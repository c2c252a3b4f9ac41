using Loadline.Core.Limits;

namespace Loadline.Core.Keys;

/// <summary>Keys and spending that end with the process.</summary>
public sealed class MemoryKeyStore : IKeyStore, ISpendingStore
{
    private readonly Dictionary<(string, LimitWindow, DateTimeOffset), long> _spent = [];
    private readonly HashSet<BudgetMark> _marks = [];
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(DateTimeOffset, ulong), ApiKey> _keys = [];
    private long _version;

    /// <inheritdoc/>
    public ValueTask<long> VersionAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(Volatile.Read(ref _version));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<ApiKey>>([.. _keys.Values]);
        }
    }

    /// <inheritdoc/>
    public ValueTask SaveAsync(ApiKey key, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _keys[(key.Created, key.Id)] = key;
            Volatile.Write(ref _version, _version + 1);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Spending>> SpentAsync(DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<Spending>>(
                [.. _spent.Where(pair => pair.Key.Item3 >= since).Select(pair => new Spending(pair.Key.Item1, pair.Key.Item2, pair.Key.Item3, pair.Value))]);
        }
    }

    /// <inheritdoc/>
    public ValueTask AddAsync(IReadOnlyList<Spending> more, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            foreach (var (subject, window, start, nano) in more)
            {
                _spent[(subject, window, start)] = _spent.GetValueOrDefault((subject, window, start)) + nano;
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryMarkAsync(BudgetMark mark, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _marks.RemoveWhere(old => old.Start < mark.Start - BudgetMark.Kept);
            return ValueTask.FromResult(_marks.Add(mark));
        }
    }
}
