using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <content>Decisions, attempts and feedback.</content>
public sealed partial class SqliteLedger
{
    private sealed class DecisionStore(SqliteLedger ledger) : IDecisionStore
    {
        public ValueTask<int> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ledger.WriteWith((_, appender, _) => appender.Append(entries)));

        public ValueTask<LedgerEntry?> FindAsync(string id, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(DecisionKey.TryParse(id, out var key)
                ? ledger.Read((database, names) => new DecisionReader(database, names).Find(key)) : null);

        public ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(LedgerPage page, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ledger.Read((database, names) => new DecisionReader(database, names).List(page)));

        public ValueTask<IReadOnlyList<LedgerTotals>> TotalsAsync(LedgerFilter filter, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ledger.Read((database, names) =>
                new TotalsReader(database, names, new DecisionReader(database, names)).Read(filter)));
    }

    private sealed class AttemptStore(SqliteLedger ledger) : IAttemptStore
    {
        public async ValueTask<IReadOnlyList<LedgerAttempt>> ListAsync(LedgerPage page, CancellationToken cancellationToken = default)
        {
            var entries = await ledger.Decisions.ListAsync(page with { WithContent = false }, cancellationToken).ConfigureAwait(false);
            return [.. entries.SelectMany(entry => entry.Decision.Attempts.Select(
                (attempt, index) => new LedgerAttempt(entry.Decision.Id, entry.Decision.Time, index + 1, attempt)))];
        }
    }

    private sealed class FeedbackStore(SqliteLedger ledger) : IFeedbackStore
    {
        public ValueTask AddAsync(FeedbackRecord feedback, CancellationToken cancellationToken = default)
        {
            ledger.Write((database, _) =>
            {
                Span<byte> id = stackalloc byte[16];
                DecisionKey.Parse(feedback.DecisionId).Write(id);
                return database.Use("INSERT OR REPLACE INTO feedback (id, source, ticks, quality, comment) VALUES (?, ?, ?, ?, ?)")
                    .Bind(id).Bind(feedback.Source).Bind(feedback.Time.UtcTicks).Bind(feedback.Quality).Bind(feedback.Comment).Run();
            });
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<FeedbackRecord>> ForAsync(string decisionId, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ledger.Read((database, _) =>
            {
                var found = new List<FeedbackRecord>();
                Span<byte> id = stackalloc byte[16];
                DecisionKey.Parse(decisionId).Write(id);
                var statement = database.Use("SELECT source, ticks, quality, comment FROM feedback WHERE id = ? ORDER BY source").Bind(id);
                while (statement.Step())
                {
                    found.Add(new FeedbackRecord(
                        decisionId, new DateTimeOffset(statement.Int64(1), TimeSpan.Zero), statement.Double(2), statement.Text(0)!)
                    {
                        Comment = statement.Text(3),
                    });
                }

                statement.Reset();
                return (IReadOnlyList<FeedbackRecord>)found;
            }));
    }
}
