namespace Loadline.Core.Keys;

/// <summary>Keeps keys, and what has been spent with them. Safe to use from several threads and processes.</summary>
public interface IKeyStore
{
    /// <summary>Reads a number that grows with every change to a key, whoever makes it.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists all keys, the revoked and expired ones too, oldest first.</summary>
    ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds a key, or replaces the one with its id; on return it is durable.</summary>
    ValueTask SaveAsync(ApiKey key, CancellationToken cancellationToken = default);
}
