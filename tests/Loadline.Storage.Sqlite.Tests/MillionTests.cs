using System.Diagnostics;
using System.Globalization;
using Loadline.Core.Ledger;
using Loadline.Testing;
using Loadline.Testing.Ledger;
using Xunit.Abstractions;

namespace Loadline.Storage.Sqlite.Tests;

/// <summary>A large ledger answers at once. By default 50,000 rows; LOADLINE_ROWS=1000000 in tests/slow.sh.</summary>
public sealed class MillionTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    private static int Rows => int.Parse(Environment.GetEnvironmentVariable("LOADLINE_ROWS") ?? "50000", CultureInfo.InvariantCulture);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Totals_OfAnyRange_TakeUnderTwoHundredMilliseconds()
    {
        // Thirty days of traffic.
        var step = TimeSpan.FromDays(30) / Rows;
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(_folder.File("ledger.db")));
        var writing = await FillAsync(ledger, step);
        var end = LedgerSamples.Start + (step * Rows);
        var random = new Random(3);
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 60; i++)
        {
            var from = LedgerSamples.Start + ((end - LedgerSamples.Start) * random.NextDouble());
            var filter = new LedgerFilter
            {
                From = i == 0 ? null : from,
                To = i == 0 ? null : from + ((end - from) * random.NextDouble()),
                Route = i % 3 == 1 ? "auto" : null,
                Model = i % 3 == 2 ? "large" : null,
                Outcome = i % 5 == 4 ? "ok" : null,
            };
            var started = Stopwatch.GetTimestamp();
            var totals = await ledger.Decisions.TotalsAsync(filter);
            var took = Stopwatch.GetElapsedTime(started);
            slowest = took > slowest ? took : slowest;
            Assert.Equal(Expected(filter, step), totals.Sum(total => total.Requests));
        }

        var size = Directory.GetFiles(_folder.Path).Sum(file => new FileInfo(file).Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Rows:N0} rows, written at {Rows / writing.TotalSeconds:N0} a second; slowest of 60 ranges {slowest.TotalMilliseconds:N1} ms; {(double)size / Rows:N0} bytes a row"));
        Assert.InRange(slowest.TotalMilliseconds, 0, 200);
    }

    private static async Task<TimeSpan> FillAsync(SqliteLedger ledger, TimeSpan step)
    {
        var writing = TimeSpan.Zero;
        for (var first = 0; first < Rows; first += 500)
        {
            var batch = LedgerSamples.Many(Math.Min(500, Rows - first), step, first);
            var started = Stopwatch.GetTimestamp();
            await ledger.Decisions.AppendAsync(batch);
            writing += Stopwatch.GetElapsedTime(started);
        }

        return writing;
    }

    // By the samples' own rules, without making them again.
    private static long Expected(LedgerFilter filter, TimeSpan step)
    {
        var count = 0L;
        for (var i = 0; i < Rows; i++)
        {
            var served = i % 101 == 100 ? LedgerTotals.NoModel : i % 3 == 2 ? "large" : "other";
            count += filter.Covers(LedgerSamples.Start + (step * i))
                && (filter.Route is null || (i % 5 != 0))
                && (filter.Model is null || served == "large")
                && (filter.Outcome is null || i % 17 != 0) ? 1 : 0;
        }

        return count;
    }
}
