using System.Diagnostics;
using System.Globalization;
using Loadline.Core.Ledger;
using Loadline.Testing;
using Loadline.Testing.Ledger;
using Xunit.Abstractions;

namespace Loadline.Storage.Postgres.Tests;

/// <summary>A large ledger answers at once. By default 5,000 rows; LOADLINE_ROWS=1000000 in tests/slow.sh.</summary>
public sealed class MillionTests(ITestOutputHelper output)
{
    private static int Rows => int.Parse(Environment.GetEnvironmentVariable("LOADLINE_ROWS") ?? "5000", CultureInfo.InvariantCulture);

    [PostgresFact]
    public async Task Totals_OfAnyRange_AndPages_AreQuick()
    {
        // Thirty days of traffic.
        var step = TimeSpan.FromDays(30) / Rows;
        await using var ledger = TestDatabase.Open(await TestDatabase.NewAsync());
        var writing = await FillAsync(ledger, step);
        var end = LedgerSamples.Start + (step * Rows);
        var random = new Random(3);
        var (slowest, slowestPage) = (TimeSpan.Zero, TimeSpan.Zero);
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
            var (took, totals) = await TimedAsync(() => ledger.Decisions.TotalsAsync(filter).AsTask());
            slowest = took > slowest ? took : slowest;
            Assert.Equal(Expected(filter, step), totals.Sum(total => total.Requests));
            (took, _) = await TimedAsync(() => ledger.Decisions.ListAsync(new LedgerPage { Filter = filter with { Model = null, Outcome = null }, Limit = 50 }).AsTask());
            slowestPage = took > slowestPage ? took : slowestPage;
        }

        var size = await ledger.Database.RunAsync(
            connection => connection.NumberAsync("SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'", default), default);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Rows:N0} rows, written at {Rows / writing.TotalSeconds:N0} a second; slowest of 60 ranges {slowest.TotalMilliseconds:N1} ms, of 60 pages {slowestPage.TotalMilliseconds:N1} ms; {(double)size / Rows:N0} bytes a row"));

        // An order of magnitude above what is promised: how busy the machine is, no test can choose.
        Assert.InRange(slowest.TotalMilliseconds, 0, 2_000);
    }

    private static async Task<(TimeSpan Took, T Result)> TimedAsync<T>(Func<Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await work();
        return (Stopwatch.GetElapsedTime(started), result);
    }

    private static async Task<TimeSpan> FillAsync(PostgresLedger ledger, TimeSpan step)
    {
        var writing = TimeSpan.Zero;
        for (var first = 0; first < Rows; first += 500)
        {
            var batch = LedgerSamples.Many(Math.Min(500, Rows - first), step, first);
            var (took, _) = await TimedAsync(() => ledger.Decisions.AppendAsync(batch).AsTask());
            writing += took;
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
