using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Dashboard.Models;

/// <summary>What somebody looks for among decisions, and what was found.</summary>
public sealed record DecisionSearch
{
    /// <summary>The most rows that a search by word or an order other than time reads.</summary>
    public const int MostRead = 2000;

    public const int PageRows = 50;

    public required TimeRange Range { get; init; }

    public string? Route { get; init; }

    public string? Model { get; init; }

    public string? Outcome { get; init; }

    /// <summary>Gets <c>newest</c>, <c>dearest</c> or <c>slowest</c>.</summary>
    public string Sort { get; init; } = "newest";

    /// <summary>Gets words that a row must hold in its reason, rule, models, task, domain or outcome.</summary>
    public string Words { get; init; } = "";

    public IReadOnlyList<DecisionRecord> Found { get; private init; } = [];

    /// <summary>Gets the id after which the next page begins; <see langword="null"/>: there is none.</summary>
    public string? Next { get; private init; }

    /// <summary>Gets how many rows were looked through; 0 where none had to be.</summary>
    public int Read { get; private init; }

    private bool ReadsRows => Sort != "newest" || Words.Length > 0;

    internal async Task<DecisionSearch> RunAsync(DashboardQueries queries, string? after, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var filter = new LedgerFilter { From = Range.Length is { } length ? now - length : null, Route = Route, Model = Model, Outcome = Outcome };
        if (!ReadsRows)
        {
            var page = await queries.NewestAsync(filter, PageRows, after, cancellationToken).ConfigureAwait(false);
            return this with { Found = page, Next = page.Count == PageRows ? page[^1].Id : null };
        }

        var rows = await queries.NewestAsync(filter, MostRead, null, cancellationToken).ConfigureAwait(false);
        var words = Words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var matching = rows.Where(row => words.All(word => Holds(row, word)));
        var sorted = Sort switch
        {
            "dearest" => matching.OrderByDescending(row => row.CostUsd ?? 0),
            "slowest" => matching.OrderByDescending(row => row.DurationMs),
            _ => matching,
        };
        return this with { Found = [.. sorted.Take(PageRows)], Read = rows.Count };
    }

    private static bool Holds(DecisionRecord row, string word) =>
        new[] { row.Id, row.Reason, row.Rule, row.Served, row.Choice, row.ServedAs, row.Outcome, row.Signals.Task, row.Signals.Domain, row.Signals.Language, row.Dialect }
            .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
        || row.Attempts.Any(attempt => attempt.Deployment.Contains(word, StringComparison.OrdinalIgnoreCase) || attempt.Outcome.Contains(word, StringComparison.OrdinalIgnoreCase));
}
