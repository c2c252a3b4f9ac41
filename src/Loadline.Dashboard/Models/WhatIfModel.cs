using System.Runtime.CompilerServices;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Learning.WhatIf;

namespace Loadline.Dashboard.Models;

/// <summary>What a route would have done with its latest requests, were it set otherwise.</summary>
public sealed record WhatIfModel
{
    /// <summary>The most requests that are decided again.</summary>
    public const int MostRows = 1000;

    private const int PageRows = 100;
    private const int MostAudits = 2000;

    public required string Route { get; init; }

    public required TimeRange Range { get; init; }

    public required IReadOnlyList<WhatIfOutcome> Outcomes { get; init; }

    /// <summary>Gets the audits that asked every candidate: what the oracle is drawn from.</summary>
    public required IReadOnlyList<AuditRecord> Complete { get; init; }

    /// <summary>Gets the settings that a log could be asked about.</summary>
    public IEnumerable<WhatIfOutcome> Told => Outcomes.Where(static one => one.Report is { Used: > 0 });

    /// <summary>Gets what all of them rest on; <see langword="null"/> where there is nothing.</summary>
    public WhatIfReport? Basis => Told.FirstOrDefault()?.Report;

    internal static async Task<WhatIfModel> LoadAsync(
        DashboardQueries queries, LoadlineConfig config, string route, TimeRange range, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var filter = new LedgerFilter { Route = route, From = range.Length is { } length ? now - length : null };
        var audits = await queries.AuditsAsync(new AuditPage { Filter = filter, Limit = MostAudits }, cancellationToken).ConfigureAwait(false);
        var complete = audits.Where(static audit => audit.Details.Answers.Count > 1).ToList();

        // Enough requests whose every candidate was asked are a sample that tells all; else what was chosen by chance may tell something.
        var candidates = CandidateRewards.Of(complete);
        var isComplete = complete.Count >= OffPolicy.LeastEffective;
        var rewards = isComplete ? candidates : await queries.RewardsAsync(filter, cancellationToken).ConfigureAwait(false);
        var entries = isComplete ? AuditedAsync(queries, candidates.Decisions, cancellationToken) : NewestAsync(queries, filter, cancellationToken);
        return new WhatIfModel
        {
            Route = route,
            Range = range,
            Outcomes = await WhatIfTable.RunAsync(WhatIfSettings.Of(config, route), route, entries, rewards, cancellationToken: cancellationToken).ConfigureAwait(false),
            Complete = complete,
        };
    }

    private static async IAsyncEnumerable<LedgerEntry> AuditedAsync(
        DashboardQueries queries, IReadOnlyCollection<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var id in ids.Take(MostRows))
        {
            if (await queries.EntryAsync(id, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static async IAsyncEnumerable<LedgerEntry> NewestAsync(
        DashboardQueries queries, LedgerFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        for (var read = 0; read < MostRows; read += PageRows)
        {
            var page = await queries.EntriesAsync(new LedgerPage { Filter = filter, Limit = PageRows, After = after, WithContent = true }, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page)
            {
                yield return entry;
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            after = page[^1].Decision.Id;
        }
    }
}
