using System.Text.Json;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Testing.Ledger;

/// <summary>What every ledger engine must do, as checks that need no test framework: each takes an empty ledger and throws where it fails.</summary>
public static partial class LedgerKit
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(731.25);

    /// <summary>Gets every check by name.</summary>
    public static IReadOnlyDictionary<string, Func<ILedger, Task>> Checks { get; } = new Dictionary<string, Func<ILedger, Task>>(StringComparer.Ordinal)
    {
        ["a row comes back as it was"] = RowsComeBackAsync,
        ["a row kept twice counts once"] = DuplicatesAreIgnoredAsync,
        ["content is kept with its row, and only where given"] = ContentIsKeptAsync,
        ["lists go in order, page by page"] = PagesAsync,
        ["filters mean what they say"] = FiltersAsync,
        ["totals of any range are the sums of its rows"] = TotalsAsync,
        ["attempts are listed with their decisions"] = AttemptsAsync,
        ["feedback replaces feedback of the same source"] = FeedbackAsync,
        ["one audit a decision"] = AuditsAsync,
        ["audits keep what they found, labels included"] = AuditDetailsAsync,
        ["audits go page by page, and wait for labels"] = AuditPagesAsync,
        ["of labels at once, one is the first"] = FirstLabelsAsync,
        ["a standing is saved by who saw the last one"] = StandingsAsync,
        ["events go with their standing, newest first"] = EventsAsync,
        ["deleting one decision takes all of it"] = DeleteDecisionAsync,
        ["deleting a caller takes that caller's rows"] = DeleteCallerAsync,
        ["deleting what is before a time"] = DeleteBeforeAsync,
        ["deleting content leaves the figures"] = DeleteContentAsync,
        ["pruning takes whole days"] = PruneAsync,
        ["exact decimals stay exact"] = DecimalsAsync,
        ["ids of one millisecond do not collide"] = CollisionsAsync,
    };

    private static async Task RowsComeBackAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(120, Step);
        Same(120, await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false));
        foreach (var row in rows)
        {
            var found = await ledger.Decisions.FindAsync(row.Decision.Id).ConfigureAwait(false);
            Same(Text(row.Decision), found is null ? "nothing" : Text(found.Decision));
        }

        Same(null, await ledger.Decisions.FindAsync(DecisionId.Create(LedgerSamples.Start, new Random(-5))).ConfigureAwait(false));
        Same(null, await ledger.Decisions.FindAsync("no such id").ConfigureAwait(false));
    }

    private static async Task DuplicatesAreIgnoredAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(10, Step);
        await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false);
        Same(2, await ledger.Decisions.AppendAsync([.. rows, .. LedgerSamples.Many(2, Step, first: 10)]).ConfigureAwait(false));
        Same(12L, (await ledger.Decisions.TotalsAsync(LedgerFilter.All).ConfigureAwait(false)).Sum(total => total.Requests));
    }

    private static async Task ContentIsKeptAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(2, Step);
        var content = new DecisionContent("what was asked"u8.ToArray(), "what was answered"u8.ToArray());
        await ledger.Decisions.AppendAsync([rows[0] with { Content = content }, rows[1]]).ConfigureAwait(false);
        var found = (await ledger.Decisions.FindAsync(rows[0].Decision.Id).ConfigureAwait(false))!.Content!;
        True(found.Request.Span.SequenceEqual(content.Request.Span) && found.Answer.Span.SequenceEqual(content.Answer.Span), "content differs");
        Same(null, (await ledger.Decisions.FindAsync(rows[1].Decision.Id).ConfigureAwait(false))!.Content);
        var listed = await ledger.Decisions.ListAsync(new LedgerPage()).ConfigureAwait(false);
        True(listed.All(entry => entry.Content is null), "a list holds content nobody asked for");
        listed = await ledger.Decisions.ListAsync(new LedgerPage { WithContent = true, NewestFirst = false }).ConfigureAwait(false);
        True(listed[0].Content is not null && listed[1].Content is null, "a list with content holds none, or another's");
    }

    private static async Task PagesAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(250, Step);
        await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false);
        foreach (var newestFirst in new[] { true, false })
        {
            var expected = rows.Select(row => row.Decision.Id).Order(StringComparer.Ordinal).ToList();
            if (newestFirst)
            {
                expected.Reverse();
            }

            var ids = new List<string>();
            IReadOnlyList<LedgerEntry> page;
            do
            {
                page = await ledger.Decisions.ListAsync(
                    new LedgerPage { Limit = 40, NewestFirst = newestFirst, After = ids.Count == 0 ? null : ids[^1] }).ConfigureAwait(false);
                ids.AddRange(page.Select(entry => entry.Decision.Id));
            }
            while (page.Count > 0);

            Same(string.Join(' ', expected), string.Join(' ', ids));
        }
    }

    private static async Task FiltersAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(300, Step);
        await ledger.Decisions.AppendAsync(rows).ConfigureAwait(false);
        foreach (var filter in Filters())
        {
            var expected = rows.Where(row => filter.Matches(row.Decision)).Select(row => row.Decision.Id).ToList();
            var found = await ledger.Decisions.ListAsync(new LedgerPage { Filter = filter, Limit = 1000, NewestFirst = false }).ConfigureAwait(false);
            Same(string.Join(' ', expected), string.Join(' ', found.Select(entry => entry.Decision.Id)));
        }
    }

    // Ranges that begin and end inside minutes, on them, and across an hour and a day.
    private static IEnumerable<LedgerFilter> Filters()
    {
        var start = LedgerSamples.Start;
        yield return LedgerFilter.All;
        yield return new LedgerFilter { From = start + (Step * 7) };
        yield return new LedgerFilter { To = start + (Step * 100) };
        yield return new LedgerFilter { From = start.AddSeconds(29.75), To = start.AddSeconds(149.75) };
        yield return new LedgerFilter { From = start.AddSeconds(1), To = start.AddSeconds(2.5) };
        yield return new LedgerFilter { From = start.AddSeconds(10.3), To = start.AddSeconds(200.7), Route = "support" };
        yield return new LedgerFilter { Model = "large" };
        yield return new LedgerFilter { Model = LedgerTotals.NoModel };
        yield return new LedgerFilter { Outcome = "upstream_broken", From = start.AddSeconds(5) };
        yield return new LedgerFilter { Route = "auto", Model = "small", Outcome = "ok" };
        yield return new LedgerFilter { Route = "never heard of" };
        yield return new LedgerFilter { From = start.AddDays(1) };
        yield return new LedgerFilter { From = start.AddSeconds(50), To = start.AddSeconds(40) };
    }

    private static string Text(DecisionRecord decision) => JsonSerializer.Serialize(decision, LedgerKitJson.Default.DecisionRecord);

    private static void Same(object? expected, object? found)
    {
        if (!Equals(expected, found))
        {
            throw new LedgerCheckException($"Expected {expected ?? "nothing"}{Environment.NewLine}but found {found ?? "nothing"}.");
        }
    }

    private static void True(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new LedgerCheckException(otherwise);
        }
    }
}
