using System.Diagnostics;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>Looks again until something is so, for a bounded time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<T> FindAsync<T>(Func<T?> look, string what)
        where T : class
    {
        T? found = null;
        await TrueAsync(() => (found = look()) is not null, what);
        return found!;
    }

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Not within {Patience}: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }
    }
}
