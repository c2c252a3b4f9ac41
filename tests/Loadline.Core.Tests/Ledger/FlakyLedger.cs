using Loadline.Core.Ledger;

namespace Loadline.Core.Tests.Ledger;

/// <summary>An engine that can be made to fail.</summary>
internal sealed class FlakyLedger : ILedger, IDecisionStore
{
    private readonly MemoryLedger _memory = new(100_000);

    public volatile bool IsDown;

    public string? Poison { get; set; }

    public int Appends { get; private set; }

    public bool IsDisposed { get; private set; }

    public List<string> Ids { get; } = [];

    public List<DateTimeOffset> Pruned { get; } = [];

    public string Engine => "flaky";

    public bool IsDurable => true;

    public ReadOnlyMemory<byte> Salt => _memory.Salt;

    public IDecisionStore Decisions => this;

    public IAttemptStore Attempts => _memory;

    public IFeedbackStore Feedback => _memory;

    public IAuditStore Audits => _memory;

    public IRouteStore Routes => _memory;

    public ValueTask<int> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken = default)
    {
        if (IsDown)
        {
            throw new LedgerUnavailableException("disk full.");
        }

        if (entries.Any(entry => entry.Decision.Id == Poison))
        {
            throw new InvalidOperationException("no such row can be");
        }

        Appends++;
        Ids.AddRange(entries.Select(entry => entry.Decision.Id));
        return _memory.AppendAsync(entries, cancellationToken);
    }

    public ValueTask<LedgerEntry?> FindAsync(string id, CancellationToken cancellationToken = default) => _memory.FindAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(LedgerPage page, CancellationToken cancellationToken = default) =>
        _memory.Decisions.ListAsync(page, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerTotals>> TotalsAsync(LedgerFilter filter, CancellationToken cancellationToken = default) =>
        _memory.TotalsAsync(filter, cancellationToken);

    public ValueTask<long> DeleteAsync(LedgerSelection selection, CancellationToken cancellationToken = default) =>
        _memory.DeleteAsync(selection, cancellationToken);

    public ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        Pruned.Add(before);
        return ValueTask.FromResult(0L);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
