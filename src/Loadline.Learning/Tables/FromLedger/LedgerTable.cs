using System.Text.Json;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.FromLedger;

/// <summary>Makes an outcome table of a ledger: decisions joined with their audits and feedback.</summary>
/// <remarks>Reads page by page in the order of decisions. Audits of the range are held in memory, about 300 bytes each; nothing else grows.</remarks>
public sealed class LedgerTable(ILedger ledger, LedgerTableOptions options)
{
    private const int PageRows = 1000;
    private const int MostAudits = 5_000_000;

    private readonly SortedSet<string> _references = new(StringComparer.Ordinal);
    private long _read;
    private long _written;
    private long _text;
    private long _audited;
    private long _ungraded;
    private long _unreadable;
    private long _unserved;

    /// <summary>Writes every graded decision that the filter means.</summary>
    public async Task<LedgerTableReport> WriteAsync(LedgerFilter filter, OutcomeWriter writer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Header());
        var audits = (await ledger.Audits.ListAsync(filter with { Outcome = null }, MostAudits, cancellationToken).ConfigureAwait(false))
            .ToDictionary(audit => audit.DecisionId, StringComparer.Ordinal);
        var page = new LedgerPage { Filter = filter, Limit = PageRows, NewestFirst = false, WithContent = !options.FeaturesOnly };
        while (true)
        {
            var entries = await ledger.Decisions.ListAsync(page, cancellationToken).ConfigureAwait(false);
            foreach (var entry in entries)
            {
                await AddAsync(entry, audits.GetValueOrDefault(entry.Decision.Id), writer, cancellationToken).ConfigureAwait(false);
            }

            if (entries.Count < PageRows)
            {
                return new LedgerTableReport(
                    _read, _written, _text, _written - _text, _audited, _ungraded, _unreadable, _unserved, [.. _references]);
            }

            page = page with { After = entries[^1].Decision.Id };
        }
    }

    private static OutcomeTableHeader Header() => new()
    {
        Rest = [new("source", JsonSerializer.SerializeToElement("ledger", FromLedgerJsonContext.Default.String))],
    };

    private async ValueTask AddAsync(LedgerEntry entry, AuditRecord? audit, OutcomeWriter writer, CancellationToken cancellationToken)
    {
        _read++;
        var decision = entry.Decision;
        if (decision.Outcome != "ok" || decision.Served is null)
        {
            _unserved++;
            return;
        }

        var feedback = await FeedbackAsync(decision.Id, cancellationToken).ConfigureAwait(false);
        var outcomes = LedgerOutcomes.Of(decision, audit, feedback, options.PreferFeedback);
        if (outcomes.Count == 0)
        {
            _ungraded++;
            return;
        }

        if (LedgerRowText.Fill(Row(decision, audit, outcomes), entry, options.FeaturesOnly) is not { } row)
        {
            _unreadable++;
            return;
        }

        writer.Write(row);
        _written++;
        _text += row.Messages is null ? 0 : 1;
        _audited += audit is null ? 0 : 1;
        if (decision.Reference is { } reference)
        {
            _references.Add(reference);
        }
    }

    private static OutcomeRow Row(DecisionRecord decision, AuditRecord? audit, Dictionary<string, Outcome> outcomes) => new()
    {
        Id = decision.Id,
        Cluster = decision.Session,
        Outcomes = outcomes,
        Rest = LedgerOutcomes.Rest(decision, audit),
    };

    private async ValueTask<double?> FeedbackAsync(string id, CancellationToken cancellationToken)
    {
        var given = await ledger.Feedback.ForAsync(id, cancellationToken).ConfigureAwait(false);
        return given.Where(one => options.FeedbackSource is null || one.Source == options.FeedbackSource)
            .Select(one => (double?)one.Quality).Average();
    }
}
