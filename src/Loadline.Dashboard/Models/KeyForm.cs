using System.Globalization;
using Loadline.Core.Keys;
using Microsoft.AspNetCore.Http;

namespace Loadline.Dashboard.Models;

/// <summary>Reads the wish for a key out of a form; what it means is checked where the admin API's is.</summary>
internal static class KeyForm
{
    /// <param name="form">The form's fields.</param>
    /// <param name="problem">What is wrong; empty where nothing is.</param>
    public static KeyDraft Read(IFormCollection form, out string problem)
    {
        var cost = Given(form["max-cost"]);
        var isNumber = double.TryParse(cost, NumberStyles.Float, CultureInfo.InvariantCulture, out var maxCost);
        problem = cost is null || isNumber ? "" : $"'{cost}' is no amount of money. Write for example 0.05.";
        return new KeyDraft
        {
            Name = form["name"],
            Team = Given(form["team"]),
            Role = Given(form["role"]),
            ExpiresIn = Given(form["expires"]),
            Routes = Words(form["routes"]),
            Models = Words(form["models"]),
            Residency = Given(form["residency"]),
            MaxCostUsd = cost is null || !isNumber ? null : maxCost,
            MaySeePrompts = form["prompts"] == "on",
            Limits = Words(form["limits"]),
        };
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static string[]? Words(string? value) => Given(value)?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
