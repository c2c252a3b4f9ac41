using System.Security.Cryptography;

namespace Loadline.Core.Keys;

/// <summary>Makes, rotates and revokes keys. Texts are returned once and kept nowhere.</summary>
public sealed class KeyManager(IKeyStore store, TimeProvider time)
{
    /// <summary>Makes a key; id, hash and times of <paramref name="draft"/> are set here.</summary>
    /// <returns>The key, and its text, which cannot be shown again.</returns>
    public async ValueTask<(ApiKey Key, string Text)> CreateAsync(ApiKey draft, CancellationToken cancellationToken = default)
    {
        var (id, text, hash) = NewText(ApiKeyText.NewId());
        var key = draft with { Id = id, Hash = hash, Created = time.GetUtcNow(), Revoked = null, PreviousHash = default };
        await store.SaveAsync(key, cancellationToken).ConfigureAwait(false);
        return (key, text);
    }

    /// <summary>Gives a key a new text; the old one opens for a while yet, so that its holders can change over.</summary>
    /// <returns>The new text; <see langword="null"/> where there is no such key, or it was revoked.</returns>
    public async ValueTask<(ApiKey Key, string Text)?> RotateAsync(ulong id, TimeSpan overlap, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { Revoked: null } key)
        {
            return null;
        }

        var (_, text, hash) = NewText(id);
        var rotated = key with { Hash = hash, PreviousHash = key.Hash, PreviousUntil = time.GetUtcNow() + overlap };
        await store.SaveAsync(rotated, cancellationToken).ConfigureAwait(false);
        return (rotated, text);
    }

    /// <summary>Revokes a key for good.</summary>
    /// <returns>The key; <see langword="null"/> where there is none of that id.</returns>
    public async ValueTask<ApiKey?> RevokeAsync(ulong id, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } key)
        {
            return null;
        }

        var revoked = key with { Revoked = key.Revoked ?? time.GetUtcNow() };
        await store.SaveAsync(revoked, cancellationToken).ConfigureAwait(false);
        return revoked;
    }

    private async ValueTask<ApiKey?> FindAsync(ulong id, CancellationToken cancellationToken)
    {
        foreach (var key in await store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (key.Id == id)
            {
                return key;
            }
        }

        return null;
    }

    private static (ulong Id, string Text, byte[] Hash) NewText(ulong id)
    {
        var text = ApiKeyText.Write(id, RandomNumberGenerator.GetBytes(32));
        var hash = new byte[ApiKeyText.HashBytes];
        ApiKeyText.TryRead(text, out _, hash);
        return (id, text, hash);
    }
}
