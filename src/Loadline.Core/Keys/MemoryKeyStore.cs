namespace Loadline.Core.Keys;

/// <summary>Keys that end with the process.</summary>
public sealed class MemoryKeyStore : IKeyStore
{
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
}
