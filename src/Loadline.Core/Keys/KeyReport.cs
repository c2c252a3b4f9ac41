using Loadline.Core.Limits;

namespace Loadline.Core.Keys;

/// <summary>A key as lists show it: nothing that opens anything.</summary>
/// <param name="Id">The public part.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Team">Its team.</param>
/// <param name="Role"><c>caller</c>, <c>viewer</c>, <c>operator</c> or <c>admin</c>.</param>
/// <param name="State"><c>active</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Routes">Routes it may ask for; empty: all.</param>
/// <param name="Models">Models that may serve it; empty: all.</param>
/// <param name="Residency">Where its data must stay.</param>
/// <param name="MaxCostUsd">The most a request may be expected to cost.</param>
/// <param name="MaySeePrompts">Whether stored prompts may be read with it.</param>
/// <param name="Limits">Its limits by kind, as they are written: <c>requests</c> to <c>60/minute</c>.</param>
public sealed record KeyReport(
    string Id,
    string Name,
    string? Team,
    string Role,
    string State,
    DateTimeOffset Created,
    DateTimeOffset? Expires,
    IReadOnlyList<string> Routes,
    IReadOnlyList<string> Models,
    string? Residency,
    double? MaxCostUsd,
    bool MaySeePrompts,
    IReadOnlyList<KeyLimitReport> Limits)
{
    /// <summary>The report of a key; <paramref name="now"/> tells whether it is over.</summary>
    public static KeyReport Create(ApiKey key, DateTimeOffset now) => new(
        ApiKeyText.IdText(key.Id),
        key.Name,
        key.Team,
        KeyRoles.Name(key.Role),
        key.Revoked is not null ? "revoked" : key.IsValid(now) ? "active" : "expired",
        key.Created,
        key.Expires,
        key.Scope.Routes,
        key.Scope.Models,
        key.Scope.Residency,
        key.Scope.MaxCostUsd,
        key.Scope.MaySeePrompts,
        [.. key.Limits.Select(limit => new KeyLimitReport(UsageLimitText.Name(limit.Of), UsageLimitText.Write(limit)))]);
}
