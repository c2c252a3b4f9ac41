using System.Threading.Channels;
using Loadline.Core.Decisions;

namespace Loadline.Core.Ledger;

/// <summary>Feeds a ledger from finished requests: in batches, on a thread of its own, never making a request wait.</summary>
/// <remarks>
/// A row is <b>acknowledged</b> when the engine has confirmed the batch it is in. A kill loses at most what is not: rows of the last
/// <see cref="LedgerWriterOptions.FlushInterval"/> and of the batch under way. While the engine fails, rows wait in a bounded buffer and
/// are tried again; when it is full, new rows are dropped and counted. See <c>docs/ledger.md</c>.
/// </remarks>
public sealed partial class LedgerWriter : IDecisionLog, IAsyncDisposable
{
    private readonly LedgerWriterOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string> _alarm;
    private readonly RecentDecisions _recent;
    private readonly Channel<FinishedDecision> _queue;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Thread _thread;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private List<TaskCompletionSource<bool>> _flushes = [];
    private int _isWoken;
    private long _queued;
    private long _written;
    private long _dropped;
    private string? _problem;
    private volatile bool _isStopping;
    private IdentityHasher? _identities;

    /// <summary>Starts writing.</summary>
    /// <param name="ledger">The engine; disposed with this writer.</param>
    /// <param name="options">How rows are gathered.</param>
    /// <param name="time">The clock.</param>
    /// <param name="alarm">Is told in one line when rows cannot be kept and when they can again; called on the writer's thread.</param>
    public LedgerWriter(ILedger ledger, LedgerWriterOptions options, TimeProvider time, Action<string> alarm)
    {
        Ledger = ledger;
        _options = options;
        _time = time;
        _alarm = alarm;
        _recent = new RecentDecisions(options.RecentDecisions);
        _queue = Channel.CreateBounded<FinishedDecision>(new BoundedChannelOptions(options.BufferRows) { SingleReader = true });
        _batch = new List<LedgerEntry>(options.BatchRows);
        _nextPrune = time.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = "loadline-ledger" };
        _thread.Start();
        _timer = time.CreateTimer(static state => ((LedgerWriter)state!).Tick(), this, options.FlushInterval, options.FlushInterval);
    }

    /// <summary>Gets the ledger that is written to.</summary>
    public ILedger Ledger { get; }

    /// <summary>Gets what callers and sessions are hashed with; <see langword="null"/> until a shared ledger could be read for the first time.</summary>
    public IdentityHasher? Identities => _identities ??= Ledger.Salt is { IsEmpty: false } salt ? new IdentityHasher(salt) : null;

    /// <summary>Gets how writing goes: what waits, what was dropped, what went wrong last.</summary>
    public LedgerStatus Status
    {
        get
        {
            var problem = Volatile.Read(ref _problem);
            var state = problem is not null ? LedgerState.Failing : Ledger.IsDurable ? LedgerState.Ok : LedgerState.Memory;
            return new LedgerStatus(
                state, Ledger.Engine, Volatile.Read(ref _written), Math.Max(0, Volatile.Read(ref _queued)), Volatile.Read(ref _dropped), problem);
        }
    }

    /// <inheritdoc/>
    public void Record(FinishedDecision decision)
    {
        _recent.Record(decision);

        // Counted before it can be taken out again, so that the count never lags behind the queue.
        var queued = Interlocked.Increment(ref _queued);
        if (!_queue.Writer.TryWrite(decision))
        {
            Interlocked.Decrement(ref _queued);
            Interlocked.Increment(ref _dropped);
        }
        else if (queued == _options.BatchRows)
        {
            Wake();
        }
    }

    /// <summary>Looks among the newest decisions in memory, written or not.</summary>
    public DecisionRecord? Find(string id) => _recent.Find(id);

    /// <summary>Lists the newest decisions in memory, written or not, newest first.</summary>
    public IReadOnlyList<DecisionRecord> Recent(int count) => _recent.Recent(count);

    /// <summary>Writes everything recorded so far without waiting for the interval.</summary>
    /// <returns>Whether all of it is acknowledged; <see langword="false"/> at once while the engine fails.</returns>
    public Task<bool> FlushAsync()
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isStopping)
            {
                return Task.FromResult(false);
            }

            _flushes.Add(done);
        }

        Wake();
        return done.Task;
    }

    /// <summary>Writes what waits, once more where the engine fails, and closes the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                return;
            }

            _isStopping = true;
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        Wake();
        await Task.Run(_thread.Join).ConfigureAwait(false);
        await Ledger.DisposeAsync().ConfigureAwait(false);
        _signal.Dispose();
    }

    private void Tick()
    {
        if (Volatile.Read(ref _queued) > 0 || IsPruneDue)
        {
            Wake();
        }
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            _signal.Release();
        }
    }
}
