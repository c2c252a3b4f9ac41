using Loadline.Core.Limits;

namespace Loadline.Core.Keys;

/// <summary>A key as it is kept: never its text, only hashes of it.</summary>
public sealed record ApiKey
{
    /// <summary>Gets the public part, which stays when the secret is rotated.</summary>
    public required ulong Id { get; init; }

    /// <summary>Gets what people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the team that shares limits and budgets; <see langword="null"/>: none.</summary>
    public string? Team
    {
        get;
        init
        {
            field = value;
            TenantScope = Of(value, Scope);
        }
    }

    /// <summary>Gets what it may do. Default: call, and nothing else.</summary>
    public KeyRole Role { get; init; }

    /// <summary>Gets SHA-256 of the text in force, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>Gets SHA-256 of the text before the last rotation; empty where there is none.</summary>
    public ReadOnlyMemory<byte> PreviousHash { get; init; }

    /// <summary>Gets until when the text before the last rotation still opens.</summary>
    public DateTimeOffset PreviousUntil { get; init; }

    /// <summary>Gets when it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets when it ends; <see langword="null"/>: never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Gets when it was revoked; <see langword="null"/>: it was not.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>Gets what it may be used for. Default: everything.</summary>
    public KeyScope Scope
    {
        get;
        init
        {
            field = value;
            TenantScope = Of(Team, value);
        }
    }

    = KeyScope.All;

    /// <summary>Gets what it may use; empty: as much as it wants.</summary>
    public IReadOnlyList<UsageLimit> Limits { get; init; } = [];

    /// <summary>Gets the scope with the team in it, as requests are decided by.</summary>
    /// <remarks>Made with the two that it consists of, since every request reads it and a copied key must not keep another's.</remarks>
    public KeyScope TenantScope { get; private init; } = KeyScope.All;

    /// <summary>Gets what meters and records call it: <c>key</c> and its id.</summary>
    public string Subject => field ??= "key " + ApiKeyText.IdText(Id);

    /// <summary>Tells whether it opens at a time.</summary>
    public bool IsValid(DateTimeOffset now) => Revoked is null && (Expires is not { } end || now < end);

    private static KeyScope Of(string? team, KeyScope scope) => team is null ? scope : scope with { Tenant = team };
}
