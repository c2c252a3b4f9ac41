using Loadline.Cli.Ledger;
using Loadline.Cli.Replay;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;
using Loadline.Core.Policies;
using Loadline.Core.Runtime;
using Loadline.Storage.Sqlite;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Ledger;

/// <summary>A ledger in which a table was served: the cheaper model answered, and every request was audited, so that both models' outcomes are known.</summary>
internal static class GradedLedger
{
    public static async Task WriteAsync(OutcomeTable table, string file, bool content)
    {
        var storage = new StorageConfig { LedgerFile = file, IsLedgerStated = true, Content = content };
        var config = ReplayConfig.AtSpeed(ReplayConfig.Create(table), 1_000_000) with { Storage = storage };
        var route = config.Routes[0];
        config = config with { Routes = [route with { Policy = new FixedPolicyConfig(route.Pool.Single(model => model != route.Reference)) }] };
        await using (var run = await ReplayRun.StartAsync(
            SnapshotBuilder.Build(config, null, BuiltInCatalog.Instance), ReplayConfig.TableName, table, "http://127.0.0.1:0", CancellationToken.None,
            await LedgerSetup.StartAsync(storage, 10), time: new RisingTimeProvider()))
        {
            await run.SendAsync(ReplayBodies.Create(table, "auto", stream: false), 1, static () => { }, CancellationToken.None);
        }

        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(file, MustExist: true));
        var rows = await ledger.Decisions.ListAsync(new LedgerPage { Limit = 100_000, NewestFirst = false });
        Assert.Equal(table.Rows.Count, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            // One caller, and a clock that rises with each look: the ledger has the order of the table.
            var (decision, row) = (rows[i].Decision, table.Rows[i]);
            await ledger.Audits.AddAsync(new AuditRecord(
                decision.Id, decision.Time, decision.Route, decision.Served!, decision.Reference!,
                row.Outcomes[decision.Served!].Quality, row.Outcomes[decision.Reference!].Quality, 1, "key", null));
        }
    }
}
