using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Loadline.Core.Keys;

/// <summary>The keys in force, in memory: a request asks no store.</summary>
/// <remarks>Refreshed from the store at an interval (default 2 s), so that a revocation is known everywhere within 5 s. Safe for any number of threads.</remarks>
public sealed class KeyRing(IKeyStore store, TimeProvider time)
{
    private static readonly byte[] NoHash = new byte[ApiKeyText.HashBytes];

    private volatile FrozenDictionary<ulong, ApiKey> _keys = FrozenDictionary<ulong, ApiKey>.Empty;
    private long _version = -1;

    /// <summary>Gets the store behind it.</summary>
    public IKeyStore Store => store;

    /// <summary>Gets a value indicating whether there is any key: from the first one on, callers must bring one.</summary>
    public bool HasKeys => _keys.Count > 0;

    /// <summary>Gets a value indicating whether the store was read at least once; until then nobody can be told from anybody.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Gets all keys, those that open nothing any more included.</summary>
    public IReadOnlyCollection<ApiKey> Keys => _keys.Values;

    /// <summary>Looks up what a request brought; allocates nothing.</summary>
    /// <returns>The key; <see langword="null"/> where the text is none, or opens nothing (any more). Why is not said: it would help to guess.</returns>
    public ApiKey? Find(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[ApiKeyText.HashBytes];
        if (!ApiKeyText.TryRead(text, out var id, hash))
        {
            return null;
        }

        // An unknown id takes as long as a wrong secret.
        var key = _keys.GetValueOrDefault(id);
        var now = time.GetUtcNow();
        var isCurrent = CryptographicOperations.FixedTimeEquals(hash, key is null ? NoHash : key.Hash.Span);
        var isPrevious = key is { PreviousHash.Length: > 0 } && now < key.PreviousUntil
            && CryptographicOperations.FixedTimeEquals(hash, key.PreviousHash.Span);
        return key is not null && (isCurrent | isPrevious) && key.IsValid(now) ? key : null;
    }

    /// <summary>Looks up a key whose holder has shown its text before: what became of it since.</summary>
    /// <returns>The key; <see langword="null"/> where it opens nothing any more.</returns>
    public ApiKey? Find(ulong id) => _keys.GetValueOrDefault(id) is { } key && key.IsValid(time.GetUtcNow()) ? key : null;

    /// <summary>Takes up what has changed in the store.</summary>
    /// <returns>Whether anything had.</returns>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken = default)
    {
        // Read before the keys: a change in between is seen next time.
        var version = await store.VersionAsync(cancellationToken).ConfigureAwait(false);
        if (version == _version)
        {
            return false;
        }

        var keys = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        _keys = keys.ToFrozenDictionary(key => key.Id);
        _version = version;
        IsRead = true;
        return true;
    }
}
