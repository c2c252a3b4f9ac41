using Loadline.Core.Decisions;

namespace Loadline.Core.Ledger;

/// <summary>A ledger that ends with the process: for demos, tests, and where no engine is to be had. Keeps the newest rows up to its size.</summary>
public sealed partial class MemoryLedger : ILedger, IDecisionStore, IAttemptStore, IFeedbackStore, IAuditStore
{
    private readonly int _capacity;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, LedgerEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Id, string Source), FeedbackRecord> _feedback = [];

    /// <param name="capacity">The most decisions kept; the oldest go first.</param>
    public MemoryLedger(int capacity) => _capacity = Math.Max(1, capacity);

    /// <inheritdoc/>
    public string Engine => "memory";

    /// <inheritdoc/>
    public bool IsDurable => false;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Salt { get; init; } = IdentityHasher.NewSalt();

    /// <inheritdoc/>
    public IDecisionStore Decisions => this;

    /// <inheritdoc/>
    public IAttemptStore Attempts => this;

    /// <inheritdoc/>
    public IFeedbackStore Feedback => this;

    /// <inheritdoc/>
    public IAuditStore Audits => this;

    /// <inheritdoc/>
    public ValueTask<int> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var added = 0;
            foreach (var entry in entries)
            {
                added += _entries.TryAdd(entry.Decision.Id, entry) ? 1 : 0;
            }

            while (_entries.Count > _capacity)
            {
                Remove(_entries.First().Key);
            }

            return ValueTask.FromResult(added);
        }
    }

    /// <inheritdoc/>
    public ValueTask<LedgerEntry?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_entries.GetValueOrDefault(id));
        }
    }

    /// <inheritdoc/>
    ValueTask<IReadOnlyList<LedgerEntry>> IDecisionStore.ListAsync(LedgerPage page, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LedgerEntry>>(List(page));

    /// <inheritdoc/>
    ValueTask<IReadOnlyList<LedgerAttempt>> IAttemptStore.ListAsync(LedgerPage page, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LedgerAttempt>>([.. List(page).SelectMany(entry => entry.Decision.Attempts.Select(
            (attempt, index) => new LedgerAttempt(entry.Decision.Id, entry.Decision.Time, index + 1, attempt)))]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerTotals>> TotalsAsync(LedgerFilter filter, CancellationToken cancellationToken = default)
    {
        var totals = new SortedDictionary<(string, string), LedgerTotals>();
        lock (_gate)
        {
            foreach (var entry in _entries.Values.Where(entry => filter.Matches(entry.Decision)))
            {
                var key = (entry.Decision.Route, entry.Decision.Served ?? LedgerTotals.NoModel);
                if (!totals.TryGetValue(key, out var total))
                {
                    totals[key] = total = new LedgerTotals(key.Route, key.Item2);
                }

                total.Add(entry.Decision);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<LedgerTotals>>([.. totals.Values]);
    }

    /// <inheritdoc/>
    public ValueTask AddAsync(FeedbackRecord feedback, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _feedback[(feedback.DecisionId, feedback.Source)] = feedback;
            return ValueTask.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackRecord>> ForAsync(string decisionId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<FeedbackRecord>>([.. _feedback.Values.Where(one => one.DecisionId == decisionId)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> DeleteAsync(LedgerSelection selection, CancellationToken cancellationToken = default)
    {
        selection.Check();
        lock (_gate)
        {
            List<LedgerEntry> selected = [.. _entries.Values.Where(entry => entry.Decision.Id == selection.DecisionId
                || (selection.Caller is { } caller && entry.Decision.Caller == caller) || entry.Decision.Time < selection.Before)];
            if (selection.ContentOnly)
            {
                selected.RemoveAll(static entry => entry.Content is null);
            }

            foreach (var entry in selected)
            {
                if (selection.ContentOnly)
                {
                    _entries[entry.Decision.Id] = entry with { Content = null };
                    if (_audits.TryGetValue(entry.Decision.Id, out var audit))
                    {
                        _audits[entry.Decision.Id] = audit with { OtherAnswer = default };
                    }
                }
                else
                {
                    Remove(entry.Decision.Id);
                }
            }

            return ValueTask.FromResult((long)selected.Count);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default) =>
        DeleteAsync(new LedgerSelection { Before = new DateTimeOffset(before.UtcDateTime.Date, TimeSpan.Zero) }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private List<LedgerEntry> List(LedgerPage page)
    {
        lock (_gate)
        {
            var ordered = page.NewestFirst ? _entries.Values.Reverse() : _entries.Values;
            return [.. ordered
                .Where(entry => page.Filter.Matches(entry.Decision) && IsAfter(entry.Decision.Id, page))
                .Take(page.Limit)
                .Select(entry => page.WithContent ? entry : entry with { Content = null })];
        }
    }

    private static bool IsAfter(string id, LedgerPage page) =>
        page.After is not { } after || (page.NewestFirst ? string.CompareOrdinal(id, after) < 0 : string.CompareOrdinal(id, after) > 0);

    private void Remove(string id)
    {
        _entries.Remove(id);
        _audits.Remove(id);
        foreach (var key in _feedback.Keys.Where(key => key.Id == id).ToList())
        {
            _feedback.Remove(key);
        }
    }
}
