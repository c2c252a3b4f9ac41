namespace Loadline.Learning.Collecting;

/// <summary>Sees to it that no call begins that could take the spending beyond its cap. Thread-safe.</summary>
/// <remarks>
/// Each call first reserves the most it can cost, and afterwards gives back what it did not. A call that does not fit beside those under
/// way waits for them to give back; one that does not fit beside what was spent is refused, and so is every call after it.
/// </remarks>
public sealed class SpendingCap(decimal maxUsd)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private decimal _spent;
    private decimal _reserved;
    private int _underWay;
    private volatile bool _isReached;

    /// <summary>Gets what was spent so far, in USD; calls under way are not in it.</summary>
    public decimal SpentUsd
    {
        get
        {
            lock (_lock)
            {
                return _spent;
            }
        }
    }

    /// <summary>Gets a value indicating whether a call was refused.</summary>
    public bool IsReached => _isReached;

    /// <summary>Reserves the most that a call can cost.</summary>
    /// <returns>Whether the call may begin; if so, <see cref="Settle"/> must follow.</returns>
    public async ValueTask<bool> ReserveAsync(decimal usd, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (_lock)
            {
                if (!_isReached && _spent + _reserved + usd <= maxUsd)
                {
                    _reserved += usd;
                    _underWay++;
                    return true;
                }

                if (_isReached || _underWay == 0 || _spent + usd > maxUsd)
                {
                    _isReached = true;
                    return false;
                }

                settled = _settled.Task;
            }

            await settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a reservation.</summary>
    public void Settle(decimal reserved, decimal actual)
    {
        TaskCompletionSource settled;
        lock (_lock)
        {
            _reserved -= reserved;
            _spent += actual;
            _underWay--;
            settled = _settled;
            _settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        settled.SetResult();
    }
}
