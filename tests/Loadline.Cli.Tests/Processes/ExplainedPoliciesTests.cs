using Loadline.Core.Ledger;
using Loadline.Core.Predictors;
using Loadline.Core.Tests.Predictors;
using Loadline.Storage.Sqlite;

namespace Loadline.Cli.Tests.Processes;

/// <summary>Every policy's and every plan's decision is explained beforehand by <c>loadline route</c>, and afterwards by <c>loadline explain</c>.</summary>
public sealed class ExplainedPoliciesTests : IDisposable
{
    private static readonly (string Name, string Route, string Reason)[] Ways =
    [
        ("fixed", "policy: { kind: fixed, use: small }", "policy=fixed"),
        ("weighted", "policy: { kind: weighted, weights: { small: 1 } }", "policy=weighted"),
        ("cheapest", "policy: cheapest", "policy=cheapest"),
        ("tiered", "policy: { kind: tiered, tiers: [{ below: 0.9, use: small }, { use: large }] }", "policy=tiered"),
        ("fastest", "policy: fastest", "policy=fastest"),
        ("least-busy", "policy: least-busy", "policy=least-busy"),
        ("balanced", "policy: balanced", "policy=balanced"),
        ("stage", "policy: { kind: stage, use: { start: small } }", "policy=stage"),
        ("semantic", "policy: { kind: semantic, routes: [{ name: sums, use: small, examples: [\"What is two and two?\"] }] }", "policy=semantic"),
        ("bandit", "policy: { kind: bandit, explore: 0 }", "policy=bandit"),
        ("llm", "policy: { kind: llm, model: small, choices: { small: sums } }", "policy=llm"),
        ("predictive", "policy: { kind: predictive, artifact: hand.policy, lambda: 1 }", "policy=predictive"),
        ("cascade", "plan: { kind: cascade, steps: [small, large], accept: { kind: regex, pattern: never } }", "policy=cascade"),
        ("parallel", "plan: { kind: parallel, take: vote, candidates: [small, large] }", "policy=parallel"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryWay_IsExplainedBeforeAndAfter()
    {
        Write();
        foreach (var (name, _, reason) in Ways)
        {
            var before = await CliProcess.RunAsync(_folder.Path, "route", "What is two and two?", "--config", "c.yaml", "--model", name);
            Assert.True(before.Output.Contains(reason, StringComparison.Ordinal) && before.Output.Contains("small", StringComparison.Ordinal), name + ": " + before.Output + before.Error);
            var replayed = await CliProcess.RunAsync(_folder.Path, "replay", "--outcomes", "t.jsonl", "--config", "c.yaml", "--model", name, "--ledger", name + ".db", "--json");
            Assert.True(replayed.ExitCode == 0, name + ": " + replayed.Error + replayed.Output);
            var after = await CliProcess.RunAsync(_folder.Path, "explain", await IdAsync(name + ".db"), "--ledger", name + ".db");
            Assert.True(after.Output.Contains(reason, StringComparison.Ordinal) && after.Output.Contains("serves", StringComparison.Ordinal), name + ": " + after.Output + after.Error);
            if (name is "semantic" or "bandit" or "stage" or "llm")
            {
                Assert.Contains(name + ": ", after.Output, StringComparison.Ordinal);
            }

            if (name == "cascade")
            {
                Assert.Contains("Check: small rejected: ", after.Output, StringComparison.Ordinal);
                Assert.Contains("plan: cascade small > large", before.Output, StringComparison.Ordinal);
            }
        }
    }

    private void Write()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "hand.policy"), PolicyArtifactFile.Write(HandMade.Artifact(("small", 0.9f, 0.1f), ("large", 0.9f, 1f))));
        _folder.Write("t.jsonl", """{"id":"a","prompt":"What is two and two?","outcomes":{"small":{"quality":1,"cost":0.001,"response":"Four."},"large":{"quality":1,"cost":0.01,"response":"Four."}}}""" + "\n");
        _folder.Write("c.yaml", """
            version: 1
            providers: { sim: { dialect: simulated } }
            models:
              small: { provider: sim, name: small, price: { input: 1, output: 2 } }
              large: { provider: sim, name: large, price: { input: 10, output: 20 } }
            routes:

            """ + string.Join('\n', Ways.Select(way => $"  {way.Name}: {{ pool: [small, large], reference: large, mode: enforce, quality: uncertified, {way.Route} }}")) + "\n");
    }

    private async Task<string> IdAsync(string file)
    {
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(_folder.Path, file), MustExist: true));
        return (await ledger.Decisions.ListAsync(new LedgerPage { Limit = 1 })).Single().Decision.Id;
    }
}
