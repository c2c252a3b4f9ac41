using Loadline.Cli.Ledger;
using Loadline.Cli.Replay;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;
using Loadline.Core.Runtime;
using Loadline.Storage.Sqlite;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Ledger;

/// <summary>Every request of a replay has its row, and the sums are the replay's own, to the last digit.</summary>
public sealed class ReplayLedgerTests : IDisposable
{
    private const string Gsm8k = "outcomes/routellm-gsm8k.jsonl";

    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "ledger.db");

    public void Dispose() => _folder.Dispose();

    [DataTheory(Gsm8k)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replay_ARealTable_IsWhollyInTheLedger(bool stream)
    {
        var table = OutcomeTable.Load(DataFolder.Path(Gsm8k));
        var (report, results) = await ReplayAsync(table, stream);

        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(File, MustExist: true));
        var totals = await ledger.Decisions.TotalsAsync(LedgerFilter.All);
        Assert.Equal(table.Rows.Count, totals.Sum(total => total.Requests));
        Assert.Equal(0, totals.Sum(total => total.Errors));
        Assert.Equal(report.Routed.CostUsd, totals.Sum(total => total.CostUsd));
        foreach (var model in report.Models)
        {
            var total = Assert.Single(totals, total => total.Model == model.Name);
            Assert.Equal((model.Requests, model.CostUsd), (total.Requests, total.CostUsd));
        }

        var rows = (await ledger.Decisions.ListAsync(new LedgerPage { Limit = 100_000 })).Select(entry => entry.Decision).ToList();
        Assert.Equal(results.Sum(result => result.CostUsd), rows.Sum(row => row.Attempts.Sum(attempt => attempt.CostUsd)));
        Assert.All(rows, row => Assert.NotNull(row.Attempts[^1].Price));
        Assert.Equal("", ledger.Check());
    }

    private async Task<(ReplayReport Report, ReplayResult[] Results)> ReplayAsync(OutcomeTable table, bool stream)
    {
        var snapshot = SnapshotBuilder.Build(ReplayConfig.AtSpeed(ReplayConfig.Create(table), 1_000_000), null, BuiltInCatalog.Instance);
        var writer = await LedgerSetup.StartAsync(new StorageConfig { LedgerFile = File, IsLedgerStated = true }, 1000);
        await using var run = await ReplayRun.StartAsync(snapshot, ReplayConfig.TableName, table, "http://127.0.0.1:0", CancellationToken.None, writer);
        var results = await run.SendAsync(ReplayBodies.Create(table, "auto", stream), 32, static () => { }, CancellationToken.None);
        return (ReplayReports.Create("table", ReplayReport.RecordedAnswers, 1, table, results, new Baselines(table).Strongest), results);
    }
}
