using Loadline.Core.Decisions;

namespace Loadline.Core.Ledger;

/// <content>The writer's thread: fill a batch, write it, wait out failures.</content>
public sealed partial class LedgerWriter
{
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);

    // Rows being written, or kept from a failed try.
    private readonly List<LedgerEntry> _batch;
    private TimeSpan _retryAfter;
    private long _retryAt;
    private long _nextPrune;

    private bool IsPruneDue => _options.Keep is not null && _time.GetTimestamp() >= Volatile.Read(ref _nextPrune);

    private void Run()
    {
        while (true)
        {
            _signal.Wait();
            Volatile.Write(ref _isWoken, 0);
            var isLast = _isStopping;
            List<TaskCompletionSource<bool>> flushes;
            lock (_gate)
            {
                (flushes, _flushes) = (_flushes, []);
            }

            var isWritten = Drain(isLast);
            foreach (var flush in flushes)
            {
                flush.SetResult(isWritten);
            }

            if (isLast)
            {
                GiveUp();
                return;
            }

            Prune();
        }
    }

    private bool Drain(bool isLast)
    {
        if (_problem is not null && !isLast && _time.GetTimestamp() < _retryAt)
        {
            return false;
        }

        while (Fill())
        {
            if (!TryWrite())
            {
                return false;
            }
        }

        return true;
    }

    private bool Fill()
    {
        while (_batch.Count < _options.BatchRows && _queue.Reader.TryRead(out var decision))
        {
            _batch.Add(new LedgerEntry(decision.ToRecord(), decision.Content));
        }

        return _batch.Count > 0;
    }

    private bool TryWrite()
    {
        try
        {
            Append(_batch);
            Kept(_batch.Count, 0);
            return true;
        }
        catch (LedgerUnavailableException error)
        {
            Failed(error.Message);
            return false;
        }
        catch (Exception error)
        {
            return TryWriteEach(error);
        }
    }

    // One row that the engine refuses for what it is must not hold up those behind it.
    private bool TryWriteEach(Exception cause)
    {
        var refused = 0;
        for (var i = 0; i < _batch.Count; i++)
        {
            try
            {
                Append([_batch[i]]);
            }
            catch (LedgerUnavailableException error)
            {
                _batch.RemoveRange(0, i);
                Take(i - refused, refused);
                Failed(error.Message);
                return false;
            }
            catch (Exception)
            {
                refused++;
            }
        }

        if (refused > 0)
        {
            _alarm($"The ledger refused {refused} rows, which are lost: {cause.Message}");
        }

        Kept(_batch.Count - refused, refused);
        return true;
    }

    // Blocks this thread, which is the writer's own; SQLite completes at once.
    private void Append(IReadOnlyList<LedgerEntry> entries) => Ledger.Decisions.AppendAsync(entries).AsTask().GetAwaiter().GetResult();

    private void Kept(int written, int refused)
    {
        Take(written, refused);
        _batch.Clear();
        if (_problem is null)
        {
            return;
        }

        Volatile.Write(ref _problem, null);
        _retryAfter = TimeSpan.Zero;
        _alarm($"The ledger keeps rows again; {Volatile.Read(ref _dropped)} were dropped since the start.");
    }

    private void Take(int written, int refused)
    {
        Interlocked.Add(ref _written, written);
        Interlocked.Add(ref _dropped, refused);
        Interlocked.Add(ref _queued, -(written + refused));
    }

    private void Failed(string problem)
    {
        if (_problem is null)
        {
            _alarm($"The ledger cannot keep rows: {problem} Requests go on; up to {_options.BufferRows} rows wait, then they are dropped.");
        }

        _retryAfter = _retryAfter == TimeSpan.Zero ? _options.FirstRetry : TimeSpan.FromTicks(Math.Min(_retryAfter.Ticks * 2, _options.LastRetry.Ticks));
        _retryAt = _time.GetTimestamp() + (long)(_retryAfter.TotalSeconds * _time.TimestampFrequency);
        Volatile.Write(ref _problem, problem);
    }

    private void GiveUp()
    {
        var lost = _batch.Count;
        while (_queue.Reader.TryRead(out _))
        {
            lost++;
        }

        if (lost > 0)
        {
            Interlocked.Add(ref _dropped, lost);
            Interlocked.Add(ref _queued, -lost);
            _alarm($"The ledger could not keep the last {lost} rows: {_problem}");
        }
    }

    private void Prune()
    {
        if (!IsPruneDue || _problem is not null)
        {
            return;
        }

        Volatile.Write(ref _nextPrune, _time.GetTimestamp() + (long)(PruneInterval.TotalSeconds * _time.TimestampFrequency));
        try
        {
            Ledger.PruneAsync(_time.GetUtcNow() - _options.Keep!.Value).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception error)
        {
            // Old rows stay an hour longer.
            _alarm($"The ledger could not delete what is older than storage.keep: {error.Message}");
        }
    }
}
