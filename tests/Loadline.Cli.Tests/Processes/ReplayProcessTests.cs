using System.Text.Json;

namespace Loadline.Cli.Tests.Processes;

public sealed class ReplayProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Replay_FixedModel_ReportsTheTablesOwnMeans()
    {
        _folder.Write("table.jsonl", Texts.Table);
        var result = await CliProcess.RunAsync(_folder.Path, "replay", "--outcomes", "table.jsonl", "--model", "weak", "--json");
        using var json = JsonDocument.Parse(result.Output);
        var report = json.RootElement;
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("table.jsonl", 4, 0), (report.GetProperty("table").GetString(), report.GetProperty("requests").GetInt32(), report.GetProperty("errors").GetInt32()));
        Assert.Equal("recorded", report.GetProperty("answers").GetString());
        var model = Assert.Single(report.GetProperty("models").EnumerateArray());
        Assert.Equal(("weak", 4), (model.GetProperty("name").GetString(), model.GetProperty("requests").GetInt32()));
        Assert.Equal((0.5, 0.0045m), (model.GetProperty("quality").GetDouble(), model.GetProperty("costUsd").GetDecimal()));
        Assert.True(model.GetProperty("latencyMs").GetDouble() > 0);
    }

    [Fact]
    public async Task Replay_Table_PrintsBothTablesOnStandardOutputOnly()
    {
        _folder.Write("table.jsonl", Texts.Table);
        var result = await CliProcess.RunAsync(_folder.Path, "replay", "--outcomes", "table.jsonl");
        Assert.Equal(0, result.ExitCode);
        foreach (var word in (string[])["recorded", "Loadline, routed", "always strongest", "always cheapest", "random", "oracle", "Escalation rate", "Routing accuracy"])
        {
            Assert.Contains(word, result.Output, StringComparison.Ordinal);
        }

        Assert.Equal("Replaying table.jsonl: 4 requests", result.Error);
    }

    [Theory]
    [InlineData("{\"id\":\"a\",\"prompt\":\"x\",\"outcomes\":{\"m\":{\"quality\":1}}}\nnot json", "t.jsonl:2: not one JSON object")]
    [InlineData("{\"id\":\"a\",\"outcomes\":{\"m\":{\"quality\":1}}}", "t.jsonl:1: the row has neither `prompt` nor `messages`")]
    [InlineData("{\"id\":\"a\",\"prompt\":\"x\",\"outcomes\":{\"m\":{\"quality\":3}}}", "t.jsonl:1: `quality` of 'm' is 3")]
    [InlineData("{\"id\":\"a\",\"prompt\":\"x\",\"outcomes\":{}}", "t.jsonl:1: `outcomes` names no model")]
    [InlineData("", "t.jsonl holds no rows")]
    public async Task Replay_BadTable_NamesTheLineAndEndsWithTwo(string table, string expected)
    {
        _folder.Write("t.jsonl", table);
        var result = await CliProcess.RunAsync(_folder.Path, "replay", "--outcomes", "t.jsonl");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ConfigWithARealProvider_IsRefused()
    {
        _folder.Write("table.jsonl", Texts.Table);
        _folder.Write("real.yaml", Texts.Config.Replace("{ dialect: simulated }", "{ url: http://127.0.0.1:1/v1 }", StringComparison.Ordinal));
        var result = await CliProcess.RunAsync(_folder.Path, "replay", "--outcomes", "table.jsonl", "--config", "real.yaml");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Provider 'sim' is a real one. A replay calls none", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ConfigOverTheTablesModels_RoutesByIt()
    {
        _folder.Write("table.jsonl", Texts.Table);
        _folder.Write("own.yaml", Texts.Config.Replace("name: small", "name: weak", StringComparison.Ordinal).Replace("name: large", "name: strong", StringComparison.Ordinal));
        var result = await CliProcess.RunAsync(_folder.Path, "replay", "--outcomes", "table.jsonl", "--config", "own.yaml", "--json");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(4, json.RootElement.GetProperty("models").EnumerateArray().Sum(model => model.GetProperty("requests").GetInt32()));
    }

    public void Dispose() => _folder.Dispose();
}
