using System.Text.Json;
using Loadline.Cli.Commands;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Outcomes;

namespace Loadline.Cli.Tests.Collect;

/// <summary><c>loadline design</c> as it is called: what it writes can be replayed, and keeps its promise.</summary>
public sealed class DesignCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Design_ThenReplayOfUnseenRows_KeepsItsPromise()
    {
        _folder.Write("design.jsonl", string.Concat(Enumerable.Range(0, 600).Select(Row)));
        _folder.Write("unseen.jsonl", string.Concat(Enumerable.Range(600, 200).Select(Row)));
        Assert.Equal(ExitCodes.Done, await RunAsync("design", "--outcomes", At("design.jsonl"), "--keep", "0.9", "-o", At("out")));
        Assert.Equal(["always-strong.yaml", "auto.policy", "design.html", "design.json", "design.md", "loadline.yaml"], Directory.EnumerateFiles(At("out"))
            .Select(Path.GetFileName).Where(name => name is not ("mix.yaml" or "trained.yaml" or "task-rules.yaml" or "domain-rules.yaml" or "complexity-rules.yaml" or "single.yaml")).Order(StringComparer.Ordinal));
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(At("out/design.json")));
        var promise = json.RootElement.GetProperty("proposal").GetProperty("score");

        var replayed = await CliProcess.RunAsync(_folder.Path, "replay", "--outcomes", "unseen.jsonl", "--config", "out/loadline.yaml", "--json");

        using var report = JsonDocument.Parse(replayed.Output);
        var routed = report.RootElement.GetProperty("routed");
        Assert.Equal(0, report.RootElement.GetProperty("errors").GetInt32());
        Assert.True(routed.GetProperty("qualityVsStrongest").GetDouble() >= 0.9, replayed.Output);

        // As many rows as were scored on, or more: no further from the promise than it says, and the same again for another table's luck.
        var (low, high) = (promise.GetProperty("freshCost").GetProperty("low").GetDouble(), promise.GetProperty("freshCost").GetProperty("high").GetDouble());
        Assert.InRange(1 - routed.GetProperty("savedVsStrongest").GetDouble(), low - (high - low), high + (high - low));
    }

    // A route's own history: what the cheaper model answered and audits graded. Without prompts there is nothing to replay or to learn words from.
    [Theory]
    [InlineData(true, ExitCodes.Done)]
    [InlineData(false, ExitCodes.BadInput)]
    public async Task Design_Ledger_ProposesWhatItsHistoryShows(bool content, int expected)
    {
        _folder.Write("served.jsonl", string.Concat(Enumerable.Range(0, 300).Select(i => Row(2 * i + 1))));
        await Ledger.GradedLedger.WriteAsync(OutcomeTable.Load(At("served.jsonl")), At("l.db"), content);
        Assert.Equal(expected, await RunAsync("design", "--ledger", At("l.db"), "--route", "auto", "--keep", "0.9", "-o", At("out")));
        Assert.Equal(content, File.Exists(At("out/loadline.yaml")));
        if (content)
        {
            // The small model is right nearly always here, and the history says so.
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(At("out/design.json")));
            var proposal = json.RootElement.GetProperty("proposal");
            Assert.NotEqual("always strong", proposal.GetProperty("name").GetString());
            Assert.True(proposal.GetProperty("score").GetProperty("cost").GetProperty("mean").GetDouble() < 0.9, proposal.GetRawText());
        }
    }

    [Theory]
    [InlineData("--outcomes", "gone.jsonl")]
    [InlineData("--ledger", "gone.db")]
    [InlineData("--outcomes", "few.jsonl")]
    [InlineData("--outcomes", "few.jsonl", "--budget", "0.2", "--keep", "0.9")]
    [InlineData("--outcomes", "few.jsonl", "--models", "nobody")]
    public async Task Design_WhatCannotBeDesigned_IsRefused(params string[] arguments)
    {
        _folder.Write("few.jsonl", string.Concat(Enumerable.Range(0, 30).Select(Row)));
        Assert.Equal(ExitCodes.BadInput, await RunAsync(["design", "-o", At("out"), .. arguments.Select(argument => argument.Contains('.', StringComparison.Ordinal) && !char.IsDigit(argument[0]) ? At(argument) : argument)]));
    }

    private static string Row(int i)
    {
        var (prompt, small) = i % 2 == 0 ? ($"Solve for x: {i}x + {i % 7} = {3 * i}. Calculate x and prove the equation.", i % 20 == 0 ? 1 : 0)
            : ($"Hello there number {i}, how are you doing on this fine day?", i % 51 == 0 ? 0 : 1);
        return $"{{\"id\":\"r{i}\",\"prompt\":\"{prompt}\",\"outcomes\":{{\"small\":{{\"quality\":{small},\"cost\":0.001,\"output_tokens\":20}},\"large\":{{\"quality\":1,\"cost\":0.01,\"output_tokens\":40}}}}}}\n";
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private static Task<int> RunAsync(params string[] arguments) => RootCommands.Create().Parse(arguments).InvokeAsync();
}
