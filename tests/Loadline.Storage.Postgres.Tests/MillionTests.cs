using System.Globalization;
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
        await using var ledger = await TestDatabase.OpenAsync(await TestDatabase.NewAsync());

        var times = await LargeLedgerKit.RunAsync(ledger, Rows);

        var size = await ledger.Database.RunAsync(
            connection => connection.NumberAsync("SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'", default), default);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Rows:N0} rows, written at {times.Written:N0} a second; slowest of 60 ranges {times.Totals.TotalMilliseconds:N1} ms, of 60 pages {times.Page.TotalMilliseconds:N1} ms; {(double)size / Rows:N0} bytes a row"));

        // An order of magnitude above what is promised: how busy the machine is, no test can choose.
        Assert.InRange(times.Totals.TotalMilliseconds, 0, 2_000);
    }
}
