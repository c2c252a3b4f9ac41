using System.Globalization;

namespace Loadline.Cli.Import;

/// <summary>What one deployment may be used for; a group's is the sum where every deployment has one.</summary>
/// <param name="Requests">Requests a minute.</param>
/// <param name="Tokens">Tokens a minute.</param>
/// <param name="Parallel">Calls at once.</param>
/// <param name="Budget">USD a <paramref name="Window"/>.</param>
/// <param name="Window"><c>day</c> or <c>month</c>.</param>
internal sealed record LiteLlmUsage(double? Requests, double? Tokens, double? Parallel, double? Budget, string? Window)
{
    /// <summary>Gets the use of whoever has no limit.</summary>
    public static LiteLlmUsage None { get; } = new(null, null, null, null, null);

    /// <summary>LiteLLM's <c>24h</c>, <c>1d</c>, <c>30d</c>, <c>1mo</c> as a calendar window; <see langword="null"/>: there is none of that length.</summary>
    public static string? WindowOf(string? duration) => duration switch
    {
        "24h" or "1d" or "daily" => "day",
        "30d" or "1mo" or "monthly" => "month",
        _ => null,
    };

    /// <summary>Names the limits, as the config imported does.</summary>
    /// <param name="enforcesRates">Whether rates are limits, rather than weights.</param>
    public string Limits(bool enforcesRates) => string.Join(", ", Names(enforcesRates));

    /// <summary>Names the limits that some deployments of a group have and its own (<see cref="Write"/>) do not: others of it have none, or of another time.</summary>
    /// <param name="all">Each deployment's.</param>
    /// <param name="enforcesRates">Whether rates are limits, rather than weights.</param>
    public static string LeftOut(IReadOnlyList<LiteLlmUsage> all, bool enforcesRates)
    {
        var sameWindow = all.Select(one => one.Window).Distinct().Count() == 1;
        var some = all.SelectMany(one => one.Names(enforcesRates)).Distinct();
        return string.Join(", ", some.Where(name => (name == "max_budget" && !sameWindow) || !all.All(one => one.Names(enforcesRates).Contains(name))));
    }

    /// <summary>Writes a group's limits as our config does; <see langword="null"/>: it has none.</summary>
    /// <param name="all">Each deployment's.</param>
    /// <param name="enforcesRates">Whether rates are limits, rather than weights.</param>
    /// <param name="hasPrice">Whether money can be counted.</param>
    public static string? Write(IReadOnlyList<LiteLlmUsage> all, bool enforcesRates, bool hasPrice)
    {
        var parts = new List<string>();
        Add("requests", enforcesRates ? Sum(one => one.Requests) : null, "/minute");
        Add("tokens", enforcesRates ? Sum(one => one.Tokens) : null, "/minute");
        Add("concurrency", Sum(one => one.Parallel), "");
        Add("budget", hasPrice && all.Select(one => one.Window).Distinct().Count() == 1 ? Sum(one => one.Budget) : null, "/" + all[0].Window);
        return parts.Count == 0 ? null : "{ " + string.Join(", ", parts) + " }";

        double? Sum(Func<LiteLlmUsage, double?> of) => all.All(one => of(one) is > 0) ? all.Sum(one => of(one)!.Value) : null;

        void Add(string name, double? amount, string window)
        {
            if (amount is { } most)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {Yaml.Number(most)}{window}"));
            }
        }
    }

    private List<string> Names(bool enforcesRates)
    {
        var names = new List<string>();
        Add("rpm", enforcesRates ? Requests : null);
        Add("tpm", enforcesRates ? Tokens : null);
        Add("max_parallel_requests", Parallel);
        Add("max_budget", Budget);
        return names;

        void Add(string name, double? amount)
        {
            if (amount is > 0)
            {
                names.Add(name);
            }
        }
    }
}
