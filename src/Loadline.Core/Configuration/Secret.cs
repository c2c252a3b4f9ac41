namespace Loadline.Core.Configuration;

/// <summary>A credential that cannot be printed by accident: its text form is masked.</summary>
public sealed class Secret(string value) : IEquatable<Secret>
{
    /// <summary>Reads the credential; call it only where it is sent.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && string.Equals(value, other.Reveal(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);
}
