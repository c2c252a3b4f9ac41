using System.Text.Json;

namespace Loadline.Cli.Tests.Processes;

public sealed class RouteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RouteTests() => _folder.Write("loadline.yaml", Texts.Config);

    [Fact]
    public async Task Route_Prompt_ExplainsChoiceSignalsAndRules()
    {
        var result = await CliProcess.RunAsync(_folder.Path, "route", "Good morning!");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("small", result.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("uncertified", result.Output, StringComparison.Ordinal);
        foreach (var signal in (string[])["tokens", "turns", "task", "language", "domain", "complexity", "code", "math", "pii"])
        {
            Assert.Contains($"│ {signal} ", result.Output, StringComparison.Ordinal);
        }

        Assert.Matches(@"\ntiered: complexity [0-9.]+ is in tier 1 of 2 \(0 to below 0\.5\)\.\n", result.Output);
        Assert.Contains("passed rule urgent", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_CascadeAndHedging_AreExplained()
    {
        _folder.Write("loadline.yaml", """
            version: 1
            providers: { sim: { dialect: simulated }, also: { dialect: simulated } }
            models:
              small: { deployments: [{ provider: sim, name: small }, { provider: also, name: small }] }
              large: { provider: sim, name: large }
            routes:
              auto: { pool: [small, large], reference: large, mode: enforce, quality: uncertified, hedge: on, plan: { kind: cascade, steps: [small, large], accept: { kind: stop } } }
            """);
        var result = await CliProcess.RunAsync(_folder.Path, "route", "Good morning!");
        var words = string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("small (policy=cascade, route auto, enforce)", words, StringComparison.Ordinal);
        Assert.Contains("plan: cascade small > large, accept {\"kind\":\"stop\"}.", words, StringComparison.Ordinal);
        Assert.Contains("hedging: after the 94th percentile of measured times (at least 50 ms, at most 30000 ms), to another deployment, for at most 7%", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_HeaderThatARuleAsksFor_FiresIt()
    {
        var result = await CliProcess.RunAsync(_folder.Path, "route", "Good morning!", "-H", "x-loadline-priority: critical", "--json");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("large", json.RootElement.GetProperty("choice").GetString());
        Assert.Equal("urgent", json.RootElement.GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Route_File_RoutesTheWholeBody()
    {
        _folder.Write("body.json", """{"model":"large","messages":[{"role":"user","content":"Hi"}]}""");
        var result = await CliProcess.RunAsync(_folder.Path, "route", "--file", "body.json", "--json");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal((0, "large"), (result.ExitCode, json.RootElement.GetProperty("choice").GetString()));
    }

    [Fact]
    public async Task Route_Observing_SaysThatTheReferenceServesAndWhatRoutingWouldChoose()
    {
        _folder.Write("loadline.yaml", Texts.Config.Replace("mode: enforce", "mode: observe", StringComparison.Ordinal));
        var result = await CliProcess.RunAsync(_folder.Path, "route", "Good morning!");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("large", result.Output, StringComparison.Ordinal);
        Assert.Contains("Routing would choose small", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_NothingEligible_SaysWhyOfEachAndEndsWithOne()
    {
        _folder.Write(
            "body.json",
            """{"model":"auto","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]}""");
        var result = await CliProcess.RunAsync(_folder.Path, "route", "--file", "body.json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nothing can serve this", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Split("cannot serve: cannot read images").Length - 1);
    }

    [Theory]
    [InlineData("route hi --model nope", "'nope' is neither a route nor a model. Routes: auto; models: small, large.")]
    [InlineData("route hi -H nonsense", "'nonsense' is no header. Write it as 'name: value'.")]
    [InlineData("route hi -H x-loadline-priority:urgent", "x-loadline-priority")]
    [InlineData("route --file body.json", "JSON")]
    public async Task Route_WrongInput_SaysWhatAndEndsWithTwo(string arguments, string expected)
    {
        _folder.Write("body.json", "{\"model\":");
        var result = await CliProcess.RunAsync(_folder.Path, arguments.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
