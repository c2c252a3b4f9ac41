using System.Globalization;
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
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(_folder.File("ledger.db")));

        var times = await LargeLedgerKit.RunAsync(ledger, Rows);

        var size = Directory.GetFiles(_folder.Path).Sum(file => new FileInfo(file).Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Rows:N0} rows, written at {times.Written:N0} a second; slowest of 60 ranges {times.Totals.TotalMilliseconds:N1} ms, of 60 pages {times.Page.TotalMilliseconds:N1} ms; {(double)size / Rows:N0} bytes a row"));
        Assert.InRange(times.Totals.TotalMilliseconds, 0, 200);
    }
}
