using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Testing.Ledger;

/// <content>Sums, feedback, audits, deleting.</content>
public static partial class LedgerKit
{
    private static async Task TotalsAsync(ILedger ledger)
    {
        // Across midnight, with batches that end inside a minute.
        var rows = LedgerSamples.Many(6_000, TimeSpan.FromSeconds(0.87));
        foreach (var batch in rows.Chunk(997))
        {
            await ledger.Decisions.AppendAsync(batch).ConfigureAwait(false);
        }

        var start = LedgerSamples.Start;
        IEnumerable<LedgerFilter> filters =
        [
            .. Filters(),
            new LedgerFilter { From = start.AddMinutes(2.1), To = start.AddMinutes(64.9) },
            new LedgerFilter { From = start.AddMinutes(61.5), To = start.AddMinutes(62.5), Model = "medium" },
            new LedgerFilter { From = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero) },
            new LedgerFilter { From = new DateTimeOffset(2026, 3, 1, 23, 0, 0, TimeSpan.Zero), To = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero) },
        ];
        foreach (var filter in filters)
        {
            Same(Text(AddUp(rows.Where(row => filter.Matches(row.Decision)))), Text(await ledger.Decisions.TotalsAsync(filter).ConfigureAwait(false)));
        }
    }

    private static async Task AttemptsAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(60, Step);
        await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false);
        var found = await ledger.Attempts.ListAsync(new LedgerPage { Limit = 100, NewestFirst = false }).ConfigureAwait(false);
        var expected = rows.SelectMany(row => row.Decision.Attempts.Select((attempt, i) => new LedgerAttempt(row.Decision.Id, row.Decision.Time, i + 1, attempt)));
        Same(string.Join('\n', expected), string.Join('\n', found));
        True(found.Any(attempt => attempt.Attempt.PossiblyBilled), "no failed attempt is marked as possibly billed");
    }

    private static async Task FeedbackAsync(ILedger ledger)
    {
        var id = LedgerSamples.Create(1, LedgerSamples.Start).Id;
        await ledger.Feedback.AddAsync(new FeedbackRecord(id, LedgerSamples.Start, 0.25, "user")).ConfigureAwait(false);
        await ledger.Feedback.AddAsync(new FeedbackRecord(id, LedgerSamples.Start.AddHours(1), 1, "user")).ConfigureAwait(false);
        await ledger.Feedback.AddAsync(new FeedbackRecord(id, LedgerSamples.Start, 0.5, "grader")).ConfigureAwait(false);
        var found = await ledger.Feedback.ForAsync(id).ConfigureAwait(false);
        Same("grader 0.5, user 1", FormattableString.Invariant($"{found[0].Source} {found[0].Quality}, {found[1].Source} {found[1].Quality}"));
        Same(LedgerSamples.Start.AddHours(1), found[1].Time);
        Same(0, (await ledger.Feedback.ForAsync(LedgerSamples.Create(2, LedgerSamples.Start).Id).ConfigureAwait(false)).Count);
    }

    private static async Task AuditsAsync(ILedger ledger)
    {
        var audits = Enumerable.Range(0, 5).Select(i => new AuditRecord(
            LedgerSamples.Create(i, LedgerSamples.Start.AddSeconds(i)).Id, LedgerSamples.Start.AddSeconds(i), i % 2 == 0 ? "auto" : "support", "small", "large",
            0.5, 1, 0.02, "judge", i == 0 ? null : 0.0012345678901234567m)).ToList();
        foreach (var audit in audits)
        {
            await ledger.Audits.AddAsync(audit).ConfigureAwait(false);
        }

        await ledger.Audits.AddAsync(audits[0] with { ServedQuality = 0 }).ConfigureAwait(false);
        Same(string.Join('\n', audits.Select(Text)), string.Join('\n', (await ledger.Audits.ListAsync(LedgerFilter.All, 100).ConfigureAwait(false)).Select(Text)));
        Same(2, (await ledger.Audits.ListAsync(new LedgerFilter { Route = "support", From = audits[1].Time }, 100).ConfigureAwait(false)).Count);
        Same(3, (await ledger.Audits.ListAsync(LedgerFilter.All, 3).ConfigureAwait(false)).Count);
    }

    private static string Text(AuditRecord audit) => (audit with { Details = AuditDetailsOf }).ToString();

    private static async Task DeleteDecisionAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(50, Step);
        await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false);
        var id = rows[22].Decision.Id;
        await ledger.Feedback.AddAsync(new FeedbackRecord(id, LedgerSamples.Start, 1, "user")).ConfigureAwait(false);
        await ledger.Audits.AddAsync(new AuditRecord(id, LedgerSamples.Start, "auto", "small", "large", 1, 1, 1, "judge", null)).ConfigureAwait(false);
        Same(1L, await ledger.DeleteAsync(new LedgerSelection { DecisionId = id }).ConfigureAwait(false));
        Same(0L, await ledger.DeleteAsync(new LedgerSelection { DecisionId = id }).ConfigureAwait(false));
        Same(null, await ledger.Decisions.FindAsync(id).ConfigureAwait(false));
        Same(0, (await ledger.Feedback.ForAsync(id).ConfigureAwait(false)).Count);
        Same(0, (await ledger.Audits.ListAsync(LedgerFilter.All, 10).ConfigureAwait(false)).Count);
        rows.RemoveAt(22);
        await SumsAreAsync(ledger, rows).ConfigureAwait(false);
    }

    private static async Task DeleteCallerAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(400, Step);
        await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false);
        var caller = rows[3].Decision.Caller!;
        Same((long)rows.RemoveAll(row => row.Decision.Caller == caller), await ledger.DeleteAsync(new LedgerSelection { Caller = caller }).ConfigureAwait(false));
        await SumsAreAsync(ledger, rows).ConfigureAwait(false);
    }

    private static async Task DeleteBeforeAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(400, Step);
        await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false);
        var before = rows[123].Decision.Time;
        Same(123L, await ledger.DeleteAsync(new LedgerSelection { Before = before }).ConfigureAwait(false));
        rows.RemoveRange(0, 123);
        await SumsAreAsync(ledger, rows).ConfigureAwait(false);
    }

    private static async Task DeleteContentAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(10, Step);
        await ledger.Decisions.AppendAsync([.. rows.Select((row, i) => i < 6 ? row with { Content = new DecisionContent("q"u8.ToArray(), "a"u8.ToArray()) } : row)])
            .ConfigureAwait(false);
        Same(6L, await ledger.DeleteAsync(new LedgerSelection { Before = LedgerSamples.Start.AddDays(1), ContentOnly = true }).ConfigureAwait(false));
        True((await ledger.Decisions.ListAsync(new LedgerPage { WithContent = true }).ConfigureAwait(false)).All(entry => entry.Content is null), "content is left");
        await SumsAreAsync(ledger, rows).ConfigureAwait(false);
    }

    private static async Task PruneAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(300, TimeSpan.FromHours(0.9));
        await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false);
        var cut = LedgerSamples.Start.AddDays(4);
        var midnight = new DateTimeOffset(cut.UtcDateTime.Date, TimeSpan.Zero);
        Same((long)rows.RemoveAll(row => row.Decision.Time < midnight), await ledger.PruneAsync(cut).ConfigureAwait(false));
        await SumsAreAsync(ledger, rows).ConfigureAwait(false);
    }

    private static async Task DecimalsAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(30, Step);
        for (var i = 0; i < rows.Count; i++)
        {
            var cost = 0.000000000000000000007m + (i * 0.1234567890123456789m);
            rows[i] = new LedgerEntry(rows[i].Decision with
            {
                CostUsd = cost,
                ReferenceCostUsd = null,
                ChoiceCostUsd = 12345.6789m,
                Usage = new TokenUsage(1, 0, 0, 1, 0) { ChargedUsd = cost },
            });
        }

        await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false);
        await SumsAreAsync(ledger, rows).ConfigureAwait(false);
        Same(rows[7].Decision.CostUsd, (await ledger.Decisions.FindAsync(rows[7].Decision.Id).ConfigureAwait(false))!.Decision.CostUsd);
    }

    private static async Task CollisionsAsync(ILedger ledger)
    {
        // Ids that agree in time and in all but the last bits of chance.
        var first = LedgerSamples.Create(1, LedgerSamples.Start);
        List<LedgerEntry> rows = [.. "0123456789ABCDEF".Select(c => new LedgerEntry(first with { Id = first.Id[..^1] + c }))];
        Same(rows.Count, await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false));
        Same(0, await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false));
        foreach (var row in rows)
        {
            Same(row.Decision.Id, (await ledger.Decisions.FindAsync(row.Decision.Id).ConfigureAwait(false))?.Decision.Id);
        }

        Same((long)rows.Count, (await ledger.Decisions.TotalsAsync(LedgerFilter.All).ConfigureAwait(false)).Sum(total => total.Requests));
    }

    private static async Task SumsAreAsync(ILedger ledger, IEnumerable<LedgerEntry> rows)
    {
        List<LedgerEntry> left = [.. rows];
        Same(Text(AddUp(left)), Text(await ledger.Decisions.TotalsAsync(LedgerFilter.All).ConfigureAwait(false)));
        var listed = await ledger.Decisions.ListAsync(new LedgerPage { Limit = left.Count + 1 }).ConfigureAwait(false);
        Same(left.Count, listed.Count);
    }

    private static IReadOnlyList<LedgerTotals> AddUp(IEnumerable<LedgerEntry> rows)
    {
        var sums = new SortedDictionary<(string, string), LedgerTotals>();
        foreach (var row in rows)
        {
            var key = (row.Decision.Route, row.Decision.Served ?? LedgerTotals.NoModel);
            if (!sums.TryGetValue(key, out var sum))
            {
                sums[key] = sum = new LedgerTotals(key.Route, key.Item2);
            }

            sum.Add(row.Decision);
        }

        return [.. sums.Values];
    }

    // Times are sums of binary fractions, whose last bits depend on the order; everything else is exact.
    private static string Text(IReadOnlyList<LedgerTotals> totals) => string.Join('\n', totals.Select(total => total with
    {
        DurationMs = Math.Round(total.DurationMs, 3),
        OverheadMicroseconds = Math.Round(total.OverheadMicroseconds, 3),
        CostUsd = total.CostUsd / 1.000000000000000000000000000m,
        ReferenceCostUsd = total.ReferenceCostUsd / 1.000000000000000000000000000m,
        ChoiceCostUsd = total.ChoiceCostUsd / 1.000000000000000000000000000m,
    }));
}
