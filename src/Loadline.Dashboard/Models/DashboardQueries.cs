using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Watching;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Decisions;
using Loadline.Gateway.Endpoints;
using Loadline.Learning.WhatIf;

namespace Loadline.Dashboard.Models;

/// <summary>What pages ask of the ledger; sums come from the ledger's own sums, so they cost the same with a thousand rows and a million.</summary>
internal sealed class DashboardQueries(DecisionQueries queries, LedgerWriter ledger, DecisionStats stats, RouteReports reports, AuditLabels labels)
{
    /// <summary>The most rows that a page reads one by one.</summary>
    public const int Sample = 500;

    /// <summary>Finds when the first request came that is kept.</summary>
    public async ValueTask<DateTimeOffset?> FirstAsync(CancellationToken cancellationToken) =>
        (await queries.ListAsync(new LedgerPage { Limit = 1, NewestFirst = false }, cancellationToken).ConfigureAwait(false)) is [{ } first, ..] ? first.Time : null;

    /// <summary>Adds up a range, as <c>/loadline/stats</c> does; <see langword="null"/> where the ledger cannot be read.</summary>
    public async ValueTask<StatsReport?> TotalsAsync(LedgerFilter filter, CancellationToken cancellationToken) =>
        await queries.TotalsAsync(filter, cancellationToken).ConfigureAwait(false) is { } totals ? StatsReport.Create(totals)
        : filter == LedgerFilter.All ? StatsReport.Create(stats) : null;

    /// <summary>Adds up each of several spans; empty where the ledger cannot be read.</summary>
    public async ValueTask<IReadOnlyList<LedgerTotals>> SeriesAsync(
        LedgerFilter filter, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans, CancellationToken cancellationToken)
    {
        var sums = new List<LedgerTotals>(spans.Count);
        try
        {
            foreach (var (from, to) in spans)
            {
                var sum = new LedgerTotals("", "");
                foreach (var part in await ledger.Ledger.Decisions.TotalsAsync(filter with { From = from, To = to }, cancellationToken).ConfigureAwait(false))
                {
                    sum.Add(part);
                }

                sums.Add(sum);
            }
        }
        catch (LedgerUnavailableException)
        {
            return [];
        }

        return sums;
    }

    /// <summary>Lists the newest rows of a range.</summary>
    public ValueTask<IReadOnlyList<DecisionRecord>> NewestAsync(LedgerFilter filter, int limit, string? after, CancellationToken cancellationToken) =>
        queries.ListAsync(new LedgerPage { Filter = filter, Limit = limit, After = after }, cancellationToken);

    public ValueTask<DecisionRecord?> FindAsync(string id, CancellationToken cancellationToken) => queries.FindAsync(id, cancellationToken);

    /// <summary>Finds what was asked and answered; <see langword="null"/> where it is not kept.</summary>
    public async ValueTask<DecisionContent?> ContentAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.FlushAsync().ConfigureAwait(false) || ledger.Ledger.IsDurable
                ? (await ledger.Ledger.Decisions.FindAsync(id, cancellationToken).ConfigureAwait(false))?.Content : null;
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    public ValueTask<IReadOnlyList<FeedbackRecord>> FeedbackAsync(string id, CancellationToken cancellationToken) =>
        GuardAsync(() => ledger.Ledger.Feedback.ForAsync(id, cancellationToken), []);

    public ValueTask<IReadOnlyList<AuditRecord>> AuditsAsync(AuditPage page, CancellationToken cancellationToken) =>
        GuardAsync(() => ledger.Ledger.Audits.PageAsync(page, cancellationToken), []);

    public ValueTask<AuditRecord?> AuditAsync(string id, CancellationToken cancellationToken) =>
        GuardAsync(() => ledger.Ledger.Audits.FindAsync(id, cancellationToken), null);

    /// <summary>Lists rows as the ledger has them; what still waits to be written is written first.</summary>
    public async ValueTask<IReadOnlyList<LedgerEntry>> EntriesAsync(LedgerPage page, CancellationToken cancellationToken)
    {
        await ledger.FlushAsync().ConfigureAwait(false);
        return await GuardAsync(() => ledger.Ledger.Decisions.ListAsync(page, cancellationToken), []).ConfigureAwait(false);
    }

    /// <summary>Finds a row with its content; <see langword="null"/> where it is not kept.</summary>
    public ValueTask<LedgerEntry?> EntryAsync(string id, CancellationToken cancellationToken) =>
        GuardAsync(() => ledger.Ledger.Decisions.FindAsync(id, cancellationToken), null);

    /// <summary>Finds where grades come from: audits where there are any, else feedback.</summary>
    public ValueTask<IRewardSource> RewardsAsync(LedgerFilter filter, CancellationToken cancellationToken) => GuardAsync<IRewardSource>(
        async () => await AuditRewards.ReadAsync(ledger.Ledger, filter, cancellationToken).ConfigureAwait(false) is { Count: > 0 } audits
            ? audits : new FeedbackRewards(ledger.Ledger),
        new FeedbackRewards(ledger.Ledger));

    /// <summary>Keeps a person's label.</summary>
    /// <returns>Whether it is kept.</returns>
    public ValueTask<bool> LabelAsync(AuditLabel label, CancellationToken cancellationToken) => GuardAsync(
        async () => await labels.TakeAsync(label, cancellationToken).ConfigureAwait(false) is not null, false);

    /// <summary>Reports how all routes stand; empty while the ledger cannot be read.</summary>
    public ValueTask<IReadOnlyList<RouteReport>> StandingsAsync(CancellationToken cancellationToken) =>
        GuardAsync(() => reports.CreateAsync(null, cancellationToken), []);

    /// <summary>Lists how routes stand with what was noticed of them, as the ledger has it: figures of the watch are in no snapshot.</summary>
    public ValueTask<IReadOnlyList<RouteStanding>> NoticedAsync(CancellationToken cancellationToken) =>
        GuardAsync(() => ledger.Ledger.Routes.ListAsync(cancellationToken), []);

    /// <summary>Lists what happened to routes, newest first.</summary>
    public ValueTask<IReadOnlyList<RouteEvent>> EventsAsync(int limit, CancellationToken cancellationToken) =>
        GuardAsync(() => ledger.Ledger.Routes.EventsAsync(null, null, limit, cancellationToken), []);

    // A ledger that fails takes figures from pages, and nothing else.
    private static async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> ask, T otherwise)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            return otherwise;
        }
    }

    /// <summary>Gets how the ledger fares.</summary>
    public LedgerStatus Status => ledger.Status;
}
