using Loadline.Core.Limits;

namespace Loadline.Core.Keys;

/// <summary>A wish for a key in words, as a command line or an admin call brings it.</summary>
public sealed record KeyDraft
{
    private const int MostName = 100;
    private static readonly TimeSpan MostAge = TimeSpan.FromDays(3650);

    /// <summary>Gets what people call it, 1 to 100 characters; required.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the team that it belongs to; <see langword="null"/>: none.</summary>
    public string? Team { get; init; }

    /// <summary>Gets the role. Default: <c>caller</c>.</summary>
    public string? Role { get; init; }

    /// <summary>Gets how long it lives: <c>90d</c>, <c>12h</c>. Default: for ever.</summary>
    public string? ExpiresIn { get; init; }

    /// <summary>Gets the routes it may call. Default: all.</summary>
    public IReadOnlyList<string>? Routes { get; init; }

    /// <summary>Gets the models that may serve it. Default: all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Gets where its data may go, by the providers' <c>residency</c>. Default: everywhere.</summary>
    public string? Residency { get; init; }

    /// <summary>Gets the most that one of its requests may cost, in USD. Default: not bounded.</summary>
    public double? MaxCostUsd { get; init; }

    /// <summary>Gets a value indicating whether it may read prompts and answers that the ledger keeps. Default: not.</summary>
    public bool MaySeePrompts { get; init; }

    /// <summary>Gets limits as <c>requests=60/minute</c>, <c>budget=50/month</c>.</summary>
    public IReadOnlyList<string>? Limits { get; init; }

    /// <summary>Makes the key of it, or says what is wrong.</summary>
    /// <returns>What is wrong; empty where nothing is.</returns>
    public string Read(DateTimeOffset now, out ApiKey key)
    {
        key = new ApiKey { Id = 0, Name = Name?.Trim() ?? "", Hash = default, Created = now };
        if (key.Name.Length is 0 or > MostName || key.Name.Any(char.IsControl))
        {
            return $"A key needs a name of 1 to {MostName} printable characters.";
        }

        if (!KeyRoles.TryParse(Role ?? KeyRoles.Names[0], out var role))
        {
            return $"'{Role}' is no role. Roles: {string.Join(", ", KeyRoles.Names)}.";
        }

        DateTimeOffset? expires = null;
        if (ExpiresIn is { } text)
        {
            if (!TryAge(text, out var age))
            {
                return $"'{text}' is no age. Write for example 90d or 12h, at most 3650d.";
            }

            expires = now + age;
        }

        if (MaxCostUsd is { } cost && !(cost > 0))
        {
            return "The highest cost of a request must be above 0 USD.";
        }

        var limits = new List<UsageLimit>();
        foreach (var limit in Limits ?? [])
        {
            var equals = limit.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !UsageLimitText.TryParseUse(limit[..equals], out var use) || !UsageLimitText.TryParse(use, limit[(equals + 1)..], out var read))
            {
                return $"'{limit}' is no limit. Write requests=, tokens=, cost=, budget= or concurrency=, then {UsageLimitText.Form}.";
            }

            limits.Add(read);
        }

        key = key with
        {
            Team = string.IsNullOrWhiteSpace(Team) ? null : Team.Trim(),
            Role = role,
            Expires = expires,
            Scope = new KeyScope
            {
                Routes = Routes ?? [],
                Models = Models ?? [],
                Residency = Residency,
                MaxCostUsd = MaxCostUsd,
                MaySeePrompts = MaySeePrompts,
            },
            Limits = limits,
        };
        return "";
    }

    private static bool TryAge(string text, out TimeSpan age)
    {
        age = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        age = text[^1] switch { 'd' => TimeSpan.FromDays(number), 'h' => TimeSpan.FromHours(number), 'm' => TimeSpan.FromMinutes(number), _ => default };
        return age > TimeSpan.Zero && age <= MostAge;
    }
}
