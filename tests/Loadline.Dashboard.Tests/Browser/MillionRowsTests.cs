using System.Globalization;
using Loadline.Cli.Demo;
using Loadline.Cli.Replay;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Storage.Sqlite;
using Loadline.Testing;
using Loadline.Testing.Ledger;
using Microsoft.AspNetCore.Builder;
using Xunit.Abstractions;

namespace Loadline.Dashboard.Tests.Browser;

/// <summary>Pages over a large ledger. By default 5,000 rows; tests/slow.sh dashboard: 1,000,000, and a page that follows for minutes.</summary>
public sealed class MillionRowsTests(ITestOutputHelper log) : IDisposable
{
    private const long MostBytes = 200_000;
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly TempFolder _folder = new();

    private static int Rows => Setting("LOADLINE_ROWS", 5000);

    private static int SoakMinutes => Environment.GetEnvironmentVariable("LOADLINE_SLOW") == "1" ? Setting("LOADLINE_SOAK_MINUTES", 5) : 0;

    public void Dispose() => _folder.Dispose();

    [BrowserFact]
    public async Task Pages_OverALargeLedger_AreLightAndPaintSoon()
    {
        var ledger = SqliteLedger.Open(new SqliteLedgerOptions(_folder.File("ledger.db")));
        var newest = await FillAsync(ledger);
        await using var app = await StartAsync(ledger);
        var settings = new BrowserSettings
        {
            Address = app.Urls.First(),
            Key = "",
            Hostile = "",
            Row = "",
            Loads = Rows > 100_000 ? 9 : 1,
            SoakSeconds = SoakMinutes * 60,
            Pages = new Dictionary<string, string>
            {
                ["overview, 30 days"] = "?range=30d",
                ["overview, 90 days"] = "?range=90d",
                ["overview, everything"] = "?range=all",
                ["overview, one route, 24 hours"] = "?range=24h&route=auto",
                ["decisions"] = "/decisions",
                ["decisions, dearest"] = "/decisions?sort=dearest",
                ["decision"] = "/decisions/" + newest,
                ["routes"] = "/routes",
                ["models"] = "/models",
                ["keys"] = "/keys",
                ["audits"] = "/audits",
                ["playground"] = "/playground",
                ["setup"] = "/setup",
            },
        };
        using var stop = new CancellationTokenSource();
        var traffic = SoakMinutes > 0 ? TrafficAsync(app, stop.Token) : Task.FromResult(0L);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var report = await BrowserRun.MeasureAsync(settings);
        await stop.CancelAsync();
        Tell(report, await traffic, before);
        foreach (var page in report.Pages)
        {
            Assert.True(page.Bytes < MostBytes, $"{page.Name}: {page.Bytes} bytes");
            Assert.True(page.Shift < 0.1, $"{page.Name}: its layout shifts by {page.Shift}");

            // The bar is 300 ms; ten times as much on a machine that does other things besides.
            Assert.True(page.PaintMs < 3000, $"{page.Name}: painted after {page.PaintMs} ms");
        }
    }

    private void Tell(MeasureReport report, long requests, long before)
    {
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rows:N0} rows; {"page",-32}{"paint, median",14}{"slowest",10}{"KB moved",10}{"shift",8}"));
        foreach (var page in report.Pages)
        {
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{page.Name,-32}{page.PaintMs,11:N0} ms{page.SlowestPaintMs,7:N0} ms{page.Bytes / 1000.0,10:N1}{page.Shift,8:0.000}"));
        }

        if (report.Heap.Count > 1)
        {
            log.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{SoakMinutes} min followed, {requests:N0} requests: script heap {report.Heap[0].UsedSize / 1e6:N2} MB at first, {report.Heap[report.Heap.Count / 2].UsedSize / 1e6:N2} half-way, {report.Heap[^1].UsedSize / 1e6:N2} at last; elements {report.Heap[0].Nodes}, {report.Heap[^1].Nodes}; server {before / 1e6:N1} MB before, {GC.GetTotalMemory(true) / 1e6:N1} after"));
        }
    }

    // What the ledger kit writes, moved so that it ends now, over a month.
    private static async Task<string> FillAsync(SqliteLedger ledger)
    {
        var random = new Random(5);
        var (step, start, id) = (Month / Rows, TimeProvider.System.GetUtcNow() - Month, "");
        for (var first = 0; first < Rows; first += 500)
        {
            var batch = LedgerSamples.Many(Math.Min(500, Rows - first), step, first);
            for (var i = 0; i < batch.Count; i++)
            {
                var time = start + (step * (first + i + 1));
                id = DecisionId.Create(time, random);
                batch[i] = batch[i] with { Decision = batch[i].Decision with { Id = id, Time = time } };
            }

            await ledger.Decisions.AppendAsync(batch);
        }

        return id;
    }

    private static async Task<WebApplication> StartAsync(SqliteLedger ledger)
    {
        var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(SnapshotBuilder.Build(DemoConfig.Load(speed: 1000), null, BuiltInCatalog.Instance)),
            Urls = ["http://127.0.0.1:0"],
            Logging = static _ => { },
            Ledger = new LedgerWriter(ledger, new LedgerWriterOptions(), TimeProvider.System, static _ => { }),
            Tables = new Dictionary<string, OutcomeTable> { [ReplayConfig.TableName] = Table() },
            Pages = new DashboardPages(),
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<long> TrafficAsync(WebApplication app, CancellationToken cancellationToken)
    {
        using var client = new ReplayClient(new Uri(app.Urls.First()), 4);
        var requests = ReplayBodies.Create(Table(), "auto", stream: false);
        var sent = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            await client.SendAllAsync([.. requests.Skip((int)(sent % requests.Count)).Take(5)], static () => { }, CancellationToken.None);
            sent += 5;
            await Task.Delay(500, CancellationToken.None);
        }

        return sent;
    }

    private static OutcomeTable Table()
    {
        using var stream = new MemoryStream();
        DemoWorld.WriteOutcomeTable(DemoWorld.BuildOutcomes(1), stream);
        stream.Position = 0;
        return OutcomeTable.Read(stream, "demo");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
