using System.Globalization;
using Xunit.Abstractions;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>How long upstream connections lived on after the caller had gone. The promise is 100 ms at the 99th percentile.</summary>
/// <remarks>Held to that in the slow tier. A busy machine may hold a thread up for longer, so elsewhere it is held to ten times as much: a close that was forgotten never comes.</remarks>
internal static class CloseTimes
{
    private static readonly double MostMs = Tier.Pick(1_000, 100);

    public static void Hold(IEnumerable<double> milliseconds, string what, ITestOutputHelper output)
    {
        var sorted = milliseconds.Order().ToList();
        var p99 = sorted[sorted.Count * 99 / 100];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {sorted.Count} leavings, upstream closed after median {sorted[sorted.Count / 2]:0.00} ms, p99 {p99:0.00} ms, max {sorted[^1]:0.00} ms"));
        Assert.True(p99 <= MostMs, $"{what}: p99 {p99} ms");
        Assert.True(sorted[^1] <= 10 * MostMs, $"{what}: max {sorted[^1]} ms");
    }
}
