using System.Diagnostics;

namespace Loadline.Dashboard.Tests.Kit;

/// <summary>Waits for what another thread does, as long as a slow machine may take.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> holds, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Most, $"Not within {Most}: {what}.");
            await Task.Delay(10);
        }
    }
}
