using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Watching;

namespace Loadline.Testing.Ledger;

/// <content>What audits found, labels, standings, events.</content>
public static partial class LedgerKit
{
    private static async Task AuditDetailsAsync(ILedger ledger)
    {
        var rows = LedgerSamples.Many(2, Step);
        await ledger.Decisions.AppendAsync([.. rows.Select(row => row with { Content = new DecisionContent("q"u8.ToArray(), "a"u8.ToArray()) })]).ConfigureAwait(false);
        var audit = Audit(rows[0].Decision.Id, 0) with
        {
            Kind = AuditKind.Reverse,
            LabelRate = 0.25,
            WantsLabel = true,
            OtherAnswer = "the other answer"u8.ToArray(),
            Details = new AuditDetails
            {
                RouteDigest = "0123456789abcdef",
                Certificate = "cert",
                Session = "00112233445566778899aabbccddeeff",
                StepQualities = [1, 0.1, 1.0 / 3],
                Answers = [new AuditAnswer("small", 0.5, 0.0000000000000000001m), new AuditAnswer("large", 1, null)],
                ServedCostUsd = 0.0000000000000000001m,
                Novelty = 2.5,
            },
        };
        await ledger.Audits.AddAsync(audit).ConfigureAwait(false);
        await ledger.Audits.AddAsync(Audit(rows[1].Decision.Id, 1)).ConfigureAwait(false);
        await SameAuditAsync(ledger, audit).ConfigureAwait(false);

        var label = new AuditLabel(audit.DecisionId, LedgerSamples.Start.AddHours(1), 0.3, 0.9, "Ida") { Comment = "misses the point" };
        Same(null, await ledger.Audits.LabelAsync(label with { DecisionId = DecisionId.Create(LedgerSamples.Start, new Random(-7)) }).ConfigureAwait(false));
        Same(new { Label = label, IsFirst = true }, Seen(await ledger.Audits.LabelAsync(label).ConfigureAwait(false)));
        await SameAuditAsync(ledger, audit with { Label = label }).ConfigureAwait(false);
        var later = label with { By = "Ole", ServedQuality = 1, Comment = null };
        Same(new { Label = later, IsFirst = false }, Seen(await ledger.Audits.LabelAsync(later).ConfigureAwait(false)));
        await SameAuditAsync(ledger, audit with { Label = later }).ConfigureAwait(false);

        var listed = await ledger.Audits.PageAsync(new AuditPage { NewestFirst = false }).ConfigureAwait(false);
        True(listed[0].OtherAnswer.IsEmpty && listed[1].Label is null, "a list holds content nobody asked for, or another's label");
        await ledger.DeleteAsync(new LedgerSelection { DecisionId = audit.DecisionId, ContentOnly = true }).ConfigureAwait(false);
        True((await ledger.Audits.FindAsync(audit.DecisionId).ConfigureAwait(false))!.OtherAnswer.IsEmpty, "the other answer outlives the content");
        await ledger.DeleteAsync(new LedgerSelection { DecisionId = audit.DecisionId }).ConfigureAwait(false);
        Same(null, await ledger.Audits.FindAsync(audit.DecisionId).ConfigureAwait(false));
        await ledger.Audits.AddAsync(audit).ConfigureAwait(false);
        Same(null, (await ledger.Audits.FindAsync(audit.DecisionId).ConfigureAwait(false))!.Label);
    }

    private static object Seen(LabelledAudit? labelled) => new { labelled!.Audit.Label, labelled.IsFirst };

    // Several people at once: each label is kept or replaced, and one of them is the first.
    private static async Task FirstLabelsAsync(ILedger ledger)
    {
        for (var i = 0; i < 10; i++)
        {
            var audit = Audit(LedgerSamples.Create(i, LedgerSamples.Start.AddSeconds(i)).Id, i);
            await ledger.Audits.AddAsync(audit).ConfigureAwait(false);
            var labelled = await Task.WhenAll(Enumerable.Range(0, 8).Select(one => Task.Run(async () =>
                await ledger.Audits.LabelAsync(new AuditLabel(audit.DecisionId, LedgerSamples.Start, 1, one / 8.0, "Ida")).ConfigureAwait(false)))).ConfigureAwait(false);
            Same(1, labelled.Count(one => one!.IsFirst));
        }
    }

    private static async Task AuditPagesAsync(ILedger ledger)
    {
        var audits = Enumerable.Range(0, 60).Select(i => Audit(LedgerSamples.Create(i, LedgerSamples.Start.AddSeconds(i)).Id, i) with
        {
            Kind = (AuditKind)(i % 3),
            WantsLabel = i % 4 == 0,
        }).ToList();
        foreach (var audit in audits)
        {
            await ledger.Audits.AddAsync(audit).ConfigureAwait(false);
        }

        for (var i = 0; i < 60; i += 8)
        {
            var label = new AuditLabel(audits[i].DecisionId, LedgerSamples.Start, 1, 1, "Ida");
            audits[i] = audits[i] with { Label = label };
            await ledger.Audits.LabelAsync(label).ConfigureAwait(false);
        }

        AuditPage[] pages =
        [
            new(), new() { Kind = AuditKind.Reverse }, new() { OpenOnly = true }, new() { LabelledOnly = true },
            new() { Filter = new LedgerFilter { Route = "support" }, Kind = AuditKind.Graded },
            new() { Filter = new LedgerFilter { Model = "medium" } },
            new() { Filter = new LedgerFilter { From = LedgerSamples.Start.AddSeconds(7), To = LedgerSamples.Start.AddSeconds(31) }, OpenOnly = true },
            new() { Filter = new LedgerFilter { Route = "never heard of" } },
        ];
        foreach (var page in pages.SelectMany(page => new[] { page with { NewestFirst = true, Limit = 7 }, page with { NewestFirst = false, Limit = 7 } }))
        {
            var expected = audits.Where(page.Matches).Select(audit => audit.DecisionId).Order(StringComparer.Ordinal).ToList();
            if (page.NewestFirst)
            {
                expected.Reverse();
            }

            var ids = new List<string>();
            IReadOnlyList<AuditRecord> found;
            do
            {
                found = await ledger.Audits.PageAsync(page with { After = ids.Count == 0 ? null : ids[^1] }).ConfigureAwait(false);
                ids.AddRange(found.Select(audit => audit.DecisionId));
            }
            while (found.Count > 0);

            Same(string.Join(' ', expected), string.Join(' ', ids));
        }
    }

    private static async Task StandingsAsync(ILedger ledger)
    {
        var first = new RouteStanding { Route = "auto", Version = 1, Mode = RouteMode.Canary, CanaryShare = 0.1, Noticed = new Dictionary<string, string> { ["a"] = "b" } };
        Same(0, (await ledger.Routes.ListAsync().ConfigureAwait(false)).Count);
        True(!await ledger.Routes.TrySaveAsync(first with { Version = 2 }, []).ConfigureAwait(false), "a second version came before the first");
        True(await ledger.Routes.TrySaveAsync(first, []).ConfigureAwait(false), "the first version was refused");
        True(!await ledger.Routes.TrySaveAsync(first, []).ConfigureAwait(false), "the first version was taken twice");
        var second = first with { Version = 2, StepsBack = 3, Alarms = 1 };
        True(await ledger.Routes.TrySaveAsync(second, []).ConfigureAwait(false), "the next version was refused");
        True(!await ledger.Routes.TrySaveAsync(second with { StepsBack = 9 }, []).ConfigureAwait(false), "a version was taken twice");
        True(await ledger.Routes.TrySaveAsync(new RouteStanding { Route = "Auto", Version = 1 }, []).ConfigureAwait(false), "names are not told apart by case");
        var all = await ledger.Routes.ListAsync().ConfigureAwait(false);
        Same("Auto 1, auto 2", string.Join(", ", all.OrderBy(one => one.Route, StringComparer.Ordinal).Select(one => one.Route + " " + one.Version)));
        Same(second.ToText(), all.First(one => one.Route == "auto").ToText());

        // Many at once: each counts, none is lost.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var done = false; !done;)
            {
                var now = (await ledger.Routes.ListAsync().ConfigureAwait(false)).First(one => one.Route == "Auto");
                done = await ledger.Routes.TrySaveAsync(now with { Version = now.Version + 1, Alarms = now.Alarms + 1 }, []).ConfigureAwait(false);
            }
        }))).ConfigureAwait(false);
        Same(8, (await ledger.Routes.ListAsync().ConfigureAwait(false)).First(one => one.Route == "Auto").Alarms);
    }

    private static async Task EventsAsync(ILedger ledger)
    {
        var random = new Random(3);
        var events = Enumerable.Range(0, 25).Select(i => new RouteEvent(
            DecisionId.Create(LedgerSamples.Start.AddSeconds(i), random), LedgerSamples.Start.AddSeconds(i).AddTicks(i), i % 3 == 0 ? "support" : "auto",
            RouteEventKinds.SteppedBack, "Ida", "because " + i)).ToList();
        True(await ledger.Routes.TrySaveAsync(new RouteStanding { Route = "auto", Version = 1 }, events[..20]).ConfigureAwait(false), "refused");
        True(!await ledger.Routes.TrySaveAsync(new RouteStanding { Route = "auto", Version = 1 }, events[20..]).ConfigureAwait(false), "taken twice");
        Same(20, (await ledger.Routes.EventsAsync(null, null, 100).ConfigureAwait(false)).Count);
        True(await ledger.Routes.TrySaveAsync(new RouteStanding { Route = "auto", Version = 2 }, events[20..]).ConfigureAwait(false), "refused");
        var mine = events.Where(one => one.Route == "auto").Reverse().ToList();
        var page = await ledger.Routes.EventsAsync("auto", null, 5).ConfigureAwait(false);
        Same(string.Join('\n', mine.Take(5)), string.Join('\n', page));
        Same(string.Join('\n', mine.Skip(5)), string.Join('\n', await ledger.Routes.EventsAsync("auto", page[^1].Id, 100).ConfigureAwait(false)));
        Same(0, (await ledger.Routes.EventsAsync("never heard of", null, 100).ConfigureAwait(false)).Count);
    }

    private static AuditRecord Audit(string id, int i) => new(
        id, LedgerSamples.Start.AddSeconds(i), i % 2 == 0 ? "auto" : "support", i % 5 == 0 ? "medium" : "small", "large", 0.5, 1, 0.02, "judge", 0.001m);

    private static async Task SameAuditAsync(ILedger ledger, AuditRecord expected)
    {
        var found = (await ledger.Audits.FindAsync(expected.DecisionId).ConfigureAwait(false))!;
        Same(expected.Details.ToText(), found.Details.ToText());
        True(expected.OtherAnswer.Span.SequenceEqual(found.OtherAnswer.Span), "the other answer differs");
        Same(expected with { Details = AuditDetailsOf, OtherAnswer = default }, found with { Details = AuditDetailsOf, OtherAnswer = default });
    }

    private static AuditDetails AuditDetailsOf { get; } = new();
}
