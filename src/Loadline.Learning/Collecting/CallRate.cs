namespace Loadline.Learning.Collecting;

/// <summary>Keeps calls apart: each takes the next free slot of an even rhythm. Thread-safe.</summary>
internal sealed class CallRate(TimeSpan spacing, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (spacing <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetElapsedTime(_start);
            var slot = now > _next ? now : _next;
            _next = slot + spacing;
            wait = slot - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
