using Loadline.Cli.Commands;
using Loadline.Core.Outcomes;

namespace Loadline.Cli.Tests.Collect;

/// <summary>The commands end to end: a real gateway over loopback, simulated providers.</summary>
public sealed class OutcomesCommandTests : IDisposable
{
    private const string Config = """
        version: 1
        providers:
          fake: { dialect: simulated }
        models:
          small: { provider: fake, name: small, price: { input: 1, output: 2 } }
          large: { provider: fake, name: large, price: { input: 10, output: 20 } }
          free: { provider: fake, name: free }
          other: { provider: fake, name: small, price: { input: 1, output: 2 } }
        routes:
          auto: { pool: [small, large], reference: large, policy: cheapest, mode: observe, quality: uncertified }
          unpriced: { pool: [free], policy: { kind: fixed, use: free } }
        graders:
          word: { kind: contains, texts: ["simulated small"] }
          own: { kind: judge, model: other }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadline-");

    public OutcomesCommandTests()
    {
        File.WriteAllText(At("c.yaml"), Config);
        File.WriteAllText(At("p.jsonl"), string.Concat(Enumerable.Range(0, 12).Select(i => $"{{\"prompt\":\"What is {i}?\",\"answer\":\"{i}\"}}\n")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Collect_SimulatedProviders_WritesAGradedTableAndResumes()
    {
        Assert.Equal(ExitCodes.Done, await Collect("--grader", "word"));
        var table = OutcomeTable.Load(At("out.jsonl"));
        Assert.Equal((12, 2), (table.Rows.Count, table.Models.Count));
        Assert.All(table.Rows, row => Assert.Equal((1.0, 0.0), (row.Outcomes["small"].Quality, row.Outcomes["large"].Quality)));
        Assert.All(table.Rows, row => Assert.True(row.Outcomes["large"].Cost > row.Outcomes["small"].Cost * 9 && row.Outcomes["small"].Cost > 0));
        Assert.Contains("fake/large", table.Header!.Candidates!.Value.GetRawText(), StringComparison.Ordinal);
        var before = await File.ReadAllTextAsync(At("out.jsonl"));
        Assert.Equal(ExitCodes.BadInput, await Collect("--grader", "word"));
        Assert.Equal(ExitCodes.Done, await Collect("--grader", "word", "--resume"));
        Assert.Equal(before, await File.ReadAllTextAsync(At("out.jsonl")));
    }

    [Fact]
    public async Task Collect_CapTooLow_StopsAndSaysSo()
    {
        Assert.Equal(ExitCodes.Failed, await Collect("--grader", "word", "--max-usd", "0.003"));
        Assert.True(File.Exists(At("out.jsonl")));
    }

    [Theory]
    [InlineData("--grader", "own")]
    [InlineData("--grader", "no-such")]
    [InlineData("--grader", "{\"kind\":\"code\"}")]
    [InlineData("--route", "unpriced")]
    [InlineData("--route", "nowhere")]
    [InlineData("--models", "tiny")]
    [InlineData("--rate", "often")]
    public async Task Collect_WhatCannotBe_IsRefusedBeforeAnythingIsSpent(string option, string value)
    {
        Assert.Equal(ExitCodes.BadInput, await Collect(option, value));
        Assert.False(File.Exists(At("out.jsonl")) || File.Exists(At("out.jsonl.journal")));
    }

    [Fact]
    public async Task Commands_OnACollectedTable_WorkTogether()
    {
        Assert.Equal(ExitCodes.Done, await Collect("--grader", "word"));
        Assert.Equal(ExitCodes.Done, await Run("describe", At("out.jsonl"), "--json"));
        Assert.Equal(ExitCodes.Done, await Run("split", At("out.jsonl"), "--shares", "train=50,test=50", "-o", At("parts")));
        Assert.Equal(12, File.ReadLines(At("parts/out.train.jsonl")).Count() + File.ReadLines(At("parts/out.test.jsonl")).Count() - 2);
        Assert.Equal(ExitCodes.Done, await Run("split", At("out.jsonl"), "--mark", "-o", At("marked.jsonl")));
        Assert.All(OutcomeTable.Load(At("marked.jsonl")).Rows, row => Assert.NotNull(row.Split));
        Assert.Equal(ExitCodes.Done, await Run("dedupe", At("parts/out.train.jsonl"), At("out.jsonl"), "-o", At("all.jsonl")));
        Assert.Equal(12, OutcomeTable.Load(At("all.jsonl")).Rows.Count);
        Assert.Equal(ExitCodes.Done, await Run("grade", At("out.jsonl"), "--grader", "length", "--regrade", "-o", At("graded.jsonl")));
        Assert.All(OutcomeTable.Load(At("graded.jsonl")).Rows, row => Assert.Equal(1, row.Outcomes["large"].Quality));
    }

    [Fact]
    public async Task Grade_ATableWhoseHeaderHasTheCommandLinesGrader_TakesTheNewOne()
    {
        Assert.Equal(ExitCodes.Done, await Collect("--grader", """{"kind":"contains","texts":["simulated small"]}"""));
        Assert.Equal(ExitCodes.Done, await Run("grade", At("out.jsonl"), "--grader", """{"kind":"contains","texts":["simulated large"]}""", "--regrade", "-o", At("graded.jsonl")));
        Assert.All(OutcomeTable.Load(At("graded.jsonl")).Rows, row => Assert.Equal((0.0, 1.0), (row.Outcomes["small"].Quality, row.Outcomes["large"].Quality)));
    }

    private Task<int> Collect(params string[] more) =>
        Run(["collect", "--config", At("c.yaml"), "--prompts", At("p.jsonl"), "-o", At("out.jsonl"), "--yes", "--max-output", "64", .. more]);

    private static Task<int> Run(params string[] arguments) => RootCommands.Create().Parse(["outcomes", .. arguments]).InvokeAsync();

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
