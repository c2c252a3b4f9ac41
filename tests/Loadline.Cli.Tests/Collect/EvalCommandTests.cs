using System.Security.Cryptography;
using System.Text;
using Loadline.Cli.Commands;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Predictors;

namespace Loadline.Cli.Tests.Collect;

/// <summary><c>loadline eval</c> and <c>train</c> as they are called: what is given is measured, and what cannot be is refused.</summary>
public sealed class EvalCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EvalCommandTests()
    {
        _folder.Write("t.jsonl", string.Concat(Enumerable.Range(0, 60).Select(i => Row(i, $"\"prompt\":\"What is {i} times {i}?\""))));
        _folder.Write("f.jsonl", string.Concat(Enumerable.Range(0, 60).Select(i => Row(i, Features($"What is {i} times {i}, said {(char)('a' + (i % 26))}?")))));
        _folder.Write("c.yaml", Texts.Config);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--policy", "cheapest")]
    [InlineData("--policy", "tiered")]
    [InlineData("--policy", "{ kind: fixed, use: small }")]
    [InlineData("--config", "c.yaml")]
    public async Task Eval_GivenRouter_IsMeasuredAndReported(string option, string value)
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("eval", At("t.jsonl"), option, option == "--config" ? At(value) : value, "--html", At("r.html"), "--json"));
        Assert.Contains("given policy, folds", await File.ReadAllTextAsync(At("r.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_Reports_SayWhatMadeThem()
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("eval", At("t.jsonl"), "--policy", "cheapest", "--html", At("r.html"), "--markdown", At("r.md")));
        var digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(At("t.jsonl"))));
        var html = await File.ReadAllTextAsync(At("r.html"));
        var markdown = await File.ReadAllTextAsync(At("r.md"));
        Assert.Contains(digest, html, StringComparison.Ordinal);
        Assert.Contains("| t.jsonl | " + digest, markdown, StringComparison.Ordinal);
        Assert.Contains("## Routers", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linucb")]
    [InlineData("thompson")]
    public async Task Eval_Bandit_ReportsRegretAndEveryShuffle(string algorithm)
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("eval", At("t.jsonl"), "--bandit", algorithm, "--seeds", "2", "--cost-weight", "0.01", "--explore", "0.5", "--width", "0.3", "--html", At("b.html"), "--json"));
        var html = await File.ReadAllTextAsync(At("b.html"));
        Assert.Contains("Regret against the best single model", html, StringComparison.Ordinal);
        Assert.Contains("id=\"runs\"", html, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.BadInput, await RunAsync("eval", At("t.jsonl"), "--bandit", "greedy"));
    }

    [Theory]
    [InlineData("t.jsonl", "--policy", "clever")]
    [InlineData("t.jsonl", "--policy", "{ kind: fixed, use: nobody }")]
    [InlineData("t.jsonl", "--config", "gone.yaml")]
    [InlineData("t.jsonl", "--artifact", "gone.policy")]
    [InlineData("t.jsonl", "--reference", "nobody")]
    [InlineData("f.jsonl", "--policy", "cheapest")]
    public async Task Eval_WhatCannotBeMeasured_IsRefused(string table, string option, string value) =>
        Assert.Equal(ExitCodes.BadInput, await RunAsync("eval", At(table), option, value));

    [Fact]
    public async Task TrainAndEval_FeaturesInPlaceOfPrompts_Work()
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("train", At("f.jsonl"), "-o", At("f.policy")));
        Assert.Equal(ExitCodes.Done, await RunAsync("eval", At("f.jsonl"), "--artifact", At("f.policy"), "--folds", "2"));
        Assert.Equal(ExitCodes.Done, await RunAsync("eval", At("f.jsonl"), "--folds", "2"));
        Assert.Equal(ExitCodes.Done, await RunAsync("outcomes", "describe", At("f.jsonl")));
    }

    [Fact]
    public async Task Train_FeaturesOfAnotherSchema_AreRefused()
    {
        _folder.Write("old.jsonl", File.ReadAllText(At("f.jsonl")).Replace($"\"schema\":{FeatureSchema.Version}", "\"schema\":99", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.BadInput, await RunAsync("train", At("old.jsonl"), "-o", At("old.policy")));
    }

    private static string Row(int i, string what) =>
        $$$"""{"id":"{{{i}}}",{{{what}}},"outcomes":{"large":{"quality":1,"cost":10},"small":{"cost":1,"quality":{{{i % 2}}} } } }""" + "\n";

    private static string Features(string text)
    {
        var vector = new FeatureVector();
        var bytes = Encoding.UTF8.GetBytes(text);
        FeatureExtractor.Extract(bytes, ConversationFacts.SingleMessage(bytes.Length), vector);
        return $$"""
            "features":{"schema":{{FeatureSchema.Version}},"data":"{{Convert.ToBase64String(FeatureCode.Encode(vector))}}"}
            """;
    }

    private string At(string file) => Path.Combine(_folder.Path, file);

    private static Task<int> RunAsync(params string[] arguments) => RootCommands.Create().Parse(arguments).InvokeAsync();
}
