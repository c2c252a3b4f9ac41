using System.Collections;

namespace Loadline.Core.Configuration;

/// <summary>Credentials in order; equal where all of them are.</summary>
public sealed class SecretList(IReadOnlyList<Secret> secrets) : IReadOnlyList<Secret>, IEquatable<SecretList>
{
    /// <summary>No credentials.</summary>
    public static SecretList None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => secrets.Count;

    /// <inheritdoc/>
    public Secret this[int index] => secrets[index];

    /// <inheritdoc/>
    public IEnumerator<Secret> GetEnumerator() => secrets.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(SecretList? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SecretList);

    /// <inheritdoc/>
    public override int GetHashCode() => secrets.Count == 0 ? 0 : HashCode.Combine(secrets.Count, secrets[0]);

    /// <inheritdoc/>
    public override string ToString() => "***";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
