using Loadline.Cli.Replay;
using Loadline.Core.Catalog;
using Loadline.Core.Outcomes;
using Loadline.Core.Runtime;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Replay;

/// <summary>The main job on real tables: with one model fixed, a replay over HTTP comes to the table's own means.</summary>
public sealed class ReplayTableTests
{
    private const string Gsm8k = "outcomes/routellm-gsm8k.jsonl";
    private const string MmluPro = "outcomes/mmlu-pro.jsonl";

    [DataTheory(Gsm8k)]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public Task Replay_Gsm8kWithOneModel_ComesToItsMeans(int model, bool stream) => CheckFixedAsync(Gsm8k, model, stream);

    [DataTheory(MmluPro)]
    [InlineData(0)]
    [InlineData(7)]
    public Task Replay_MmluProWithOneModel_ComesToItsMeans(int model) => CheckFixedAsync(MmluPro, model, stream: false);

    [DataTheory(Gsm8k, MmluPro)]
    [InlineData(Gsm8k)]
    [InlineData(MmluPro)]
    public async Task Replay_Routed_AnswersEveryPromptFromTheTable(string path)
    {
        var table = OutcomeTable.Load(DataFolder.Path(path));
        var report = await ReplayAsync(table, "auto", stream: false);
        Assert.True(report.Errors == 0, string.Join('\n', report.FirstErrors));
        Assert.Equal(table.Rows.Count, report.Models.Sum(model => model.Requests));
        Assert.True(report.Models.Count > 1);
        Assert.Equal(report.Routed.CostUsd, report.Models.Sum(model => model.CostUsd));
    }

    private static async Task CheckFixedAsync(string path, int index, bool stream)
    {
        var table = OutcomeTable.Load(DataFolder.Path(path));
        var model = table.Models[index];
        var report = await ReplayAsync(table, model, stream);
        Assert.True(report.Errors == 0, string.Join('\n', report.FirstErrors));
        var served = Assert.Single(report.Models);
        Assert.Equal((model, table.Rows.Count), (served.Name, served.Requests));
        Assert.Equal(table.Rows.Average(row => row.Outcomes[model].Quality), served.Quality, 1e-12);
        Assert.Equal(table.Rows.Sum(row => row.Outcomes[model].Cost ?? 0), served.CostUsd);
    }

    private static async Task<ReplayReport> ReplayAsync(OutcomeTable table, string model, bool stream)
    {
        var snapshot = SnapshotBuilder.Build(ReplayConfig.Create(table), null, BuiltInCatalog.Instance);
        await using var run = await ReplayRun.StartAsync(snapshot, ReplayConfig.TableName, table, "http://127.0.0.1:0", CancellationToken.None);
        var results = await run.SendAsync(ReplayBodies.Create(table, model, stream), 32, static () => { }, CancellationToken.None);
        return ReplayReports.Create("table", ReplayReport.RecordedAnswers, 1, table, results, new Baselines(table).Strongest);
    }
}
