using Loadline.Core.Predictors;
using Loadline.Core.Tests.Predictors;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Plans;

/// <summary>Cascade routing: who is asked after a rejection is chosen anew, by quality given the rejection less λ times cost.</summary>
public sealed class CascadeNextTests : IDisposable
{
    private readonly string _artifact = Path.GetTempFileName();

    public void Dispose() => File.Delete(_artifact);

    // a: 0.5 at 0.01. After its failure b (0.6) is right with 0.2, c (0.9) with 0.8, d (1) with 1.
    [Theory]
    [InlineData("", "a b c d", true)]
    [InlineData(", next: { artifact: ART, lambda: 0 }", "a d", true)]
    [InlineData(", next: { artifact: ART, lambda: 0.5 }", "a c d", true)]
    [InlineData(", next: { artifact: ART, lambda: 5 }", "a b c d", false)]
    public async Task Rejected_NextIsTheBestValueGivenTheRejection(string next, string asked, bool streaming)
    {
        File.WriteAllBytes(_artifact, PolicyArtifactFile.Write(HandMade.Artifact(("a", 0.5f, 0.01f), ("b", 0.6f, 0.02f), ("c", 0.9f, 0.3f), ("d", 1f, 1f))));
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream, next));

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        var record = await gateway.DecisionAsync(answer);

        Assert.Equal(200, answer.Status);
        Assert.Equal(asked, string.Join(' ', record.Attempts.Select(attempt => attempt.Model)));
        Assert.Equal(next.Length > 0, record.Signals.Checks!.Any(check => check.StartsWith("next ", StringComparison.Ordinal)));
        await Invariants.HoldAsync(gateway, upstream);
    }

    [Fact]
    public async Task Rejected_NobodyLeftIsExpectedToDoBetter_LastStepServesUnchecked()
    {
        File.WriteAllBytes(_artifact, PolicyArtifactFile.Write(HandMade.Artifact(("a", 0.9f, 0.01f), ("b", 0.6f, 0.02f), ("c", 0.7f, 0.3f), ("d", 0.8f, 1f))));
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Config(upstream, ", next: { artifact: ART }"));

        var record = await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming: false)));

        Assert.Equal(["a", "d"], record.Attempts.Select(attempt => attempt.Model));
        Assert.Equal("next d: nobody is expected to do better than who failed, so the last step serves", record.Signals.Checks![1]);
    }

    [Fact]
    public void Config_ArtifactThatLacksAStep_IsRefused()
    {
        File.WriteAllBytes(_artifact, PolicyArtifactFile.Write(HandMade.Artifact(("a", 0.9f, 0.01f), ("b", 0.6f, 0.02f), ("c", 0.7f, 0.3f))));
        var result = Core.Configuration.ConfigReader.Read(Text(new Uri("http://127.0.0.1:1/v1"), ", next: { artifact: ART }"), "test.yaml", static _ => null);
        Assert.Contains("knows nothing of `d`", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    private string Config(FakeUpstream upstream, string next) => Text(upstream.BaseUrl, next);

    // The script's answer never has the word that the check wants.
    private string Text(Uri url, string next) => $$"""
        version: 1
        providers:
          p: { dialect: openai-chat, url: "{{url}}", breaker: off }
        models:
          a: { provider: p, name: ua, price: { input: 1, output: 1 } }
          b: { provider: p, name: ub, price: { input: 2, output: 2 } }
          c: { provider: p, name: uc, price: { input: 30, output: 30 } }
          d: { provider: p, name: ud, price: { input: 100, output: 100 } }
        routes:
          auto: { pool: [a, b, c, d], reference: d, mode: enforce, quality: uncertified, plan: { kind: cascade, steps: [a, b, c, d], accept: { kind: regex, pattern: "never said" }{{next.Replace("ART", "\"" + _artifact + "\"", StringComparison.Ordinal)}} } }
        """;
}
