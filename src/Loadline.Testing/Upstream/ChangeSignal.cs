namespace Loadline.Testing;

/// <summary>Wakes whoever waits for a condition each time something changes.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public void Pulse()
    {
        if (Volatile.Read(ref _waiting) > 0)
        {
            Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    /// <summary>Waits, in real time, until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not in time.</exception>
    public async Task WaitAsync(Func<bool> condition, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        Interlocked.Increment(ref _waiting);
        try
        {
            while (true)
            {
                // Taken before the look, so that a change between look and wait is not missed.
                var next = Volatile.Read(ref _next).Task;
                if (condition())
                {
                    return;
                }

                await next.WaitAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The awaited condition did not come true in time.");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
