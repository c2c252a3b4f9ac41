using System.Text;
using Loadline.Cli.Replay;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Catalog;
using Loadline.Core.Outcomes;
using Loadline.Core.Runtime;

namespace Loadline.Cli.Tests.Replay;

/// <summary>Rows with and without a recorded text, with messages, with repeated prompts: each answered by its own record.</summary>
public sealed class ReplayRunTests
{
    [Theory]
    [InlineData("weak", false, 0.5, "0.0045")]
    [InlineData("weak", true, 0.5, "0.0045")]
    [InlineData("strong", false, 0.875, "0.045")]
    [InlineData("strong", true, 0.875, "0.045")]
    public async Task Replay_FixedModel_ComesToTheTablesMeans(string model, bool stream, double quality, string cost)
    {
        var (results, report) = await ReplayAsync(model, stream);
        Assert.Equal(0, report.Errors);
        Assert.Equal(quality, report.Routed.Quality, 1e-12);
        Assert.Equal(decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), report.Routed.CostUsd);
        Assert.StartsWith("[replayed] ", results[1].Text, StringComparison.Ordinal);
        Assert.Equal(model == "weak" ? ["4", "Bye \U0001F44B", "5"] : ["Four.", "Goodbye", "4"], new[] { results[0], results[2], results[3] }.Select(r => r.Text));
    }

    [Fact]
    public async Task Report_AnswerThatIsNotTheRecordedOne_IsAnError()
    {
        var (results, _) = await ReplayAsync("weak", stream: false);
        results[3] = results[3] with { Text = "4" };
        var report = ReplayReports.Create("t", ReplayReport.RecordedAnswers, 1, Table(), results, "strong");
        Assert.Equal(1, report.Errors);
        Assert.Equal(["r4: The answer is not the recorded one."], report.FirstErrors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replay_AThousandTimesFaster_TakesTheRecordedMinuteInMilliseconds(bool stream)
    {
        using var rows = new MemoryStream(Encoding.UTF8.GetBytes(
            """{"id":"a","prompt":"x","outcomes":{"m":{"quality":1,"cost":0.1,"latency_ms":60000,"ttft_ms":9000,"response":"Done."}}}"""));
        var table = OutcomeTable.Read(rows, "t");
        var snapshot = SnapshotBuilder.Build(ReplayConfig.AtSpeed(ReplayConfig.Create(table), 1000), null, BuiltInCatalog.Instance);
        await using var run = await ReplayRun.StartAsync(snapshot, ReplayConfig.TableName, table, "http://127.0.0.1:0", CancellationToken.None);
        var results = await run.SendAsync(ReplayBodies.Create(table, "m", stream), 1, static () => { }, CancellationToken.None);
        Assert.Null(results[0].Error);

        // Not before the shortened minute, and far from the whole one.
        Assert.InRange(results[0].LatencyMs, 55, 30_000);
    }

    [Fact]
    public void Report_Speed_CountsTheModelsFullTimeAndTheGatewaysOwn()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(
            """{"id":"a","prompt":"x","outcomes":{"m":{"quality":1,"cost":0.1,"latency_ms":2000}}}"""));
        var result = new ReplayResult("a", "m", 200, 0.1m, 205, "text", null);
        var report = ReplayReports.Create("t", ReplayReport.SimulatedAnswers, 10, OutcomeTable.Read(stream, "t"), [result], "m");

        // 200 of the 205 ms were the model's, cut to a tenth; 5 were ours.
        Assert.Equal(2005, report.Routed.LatencyMs, 1e-9);
        Assert.Equal(2000, report.Baselines[0].LatencyMs);
    }

    [Fact]
    public void Baselines_MixAtRoutingsCost_LiesOnTheLineBetweenCheapestAndStrongest()
    {
        var mix = new Baselines(Table()).All(routedCost: 0.02475m).Single(baseline => baseline.Name == "mix");
        Assert.Equal(0.02475m, mix.CostUsd, 8);
        Assert.Equal((0.5 + 0.875) / 2, mix.Quality, 1e-9);
    }

    private static async Task<(ReplayResult[] Results, ReplayReport Report)> ReplayAsync(string model, bool stream)
    {
        var table = Table();
        var snapshot = SnapshotBuilder.Build(ReplayConfig.Create(table), null, BuiltInCatalog.Instance);
        await using var run = await ReplayRun.StartAsync(snapshot, ReplayConfig.TableName, table, "http://127.0.0.1:0", CancellationToken.None);
        var results = await run.SendAsync(ReplayBodies.Create(table, model, stream), 2, static () => { }, CancellationToken.None);
        return (results, ReplayReports.Create("t", ReplayReport.RecordedAnswers, 1, table, results, "strong"));
    }

    private static OutcomeTable Table()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Texts.Table));
        return OutcomeTable.Read(stream, "t");
    }
}
