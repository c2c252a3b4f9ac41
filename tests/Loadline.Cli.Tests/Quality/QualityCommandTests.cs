using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Loadline.Cli.Commands;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Certificates;
using Loadline.Core.Outcomes;
using Loadline.Core.Signals;
using Loadline.Core.Watching;
using Loadline.Learning.Certification;

namespace Loadline.Cli.Tests.Quality;

/// <summary><c>loadline certify</c> and <c>gate</c> as they are called.</summary>
public sealed class QualityCommandTests : IDisposable
{
    private const string Good = "{ name: greet, when: { keywords: [hello] }, use: small }";
    private const string Bad = "{ name: cheap-code, when: { keywords: [refactor] }, use: small }";

    private readonly TemporaryFolder _folder = new();

    public QualityCommandTests() => _folder.Write("evals.jsonl", string.Concat(Enumerable.Range(0, 400).Select(Row)));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gate_OneHarmfulRule_FailsNamingRuleSegmentAndInterval()
    {
        _folder.Write("bad.yaml", Config(Good + ", " + Bad));
        Assert.Equal(ExitCodes.Failed, await GateAsync("bad.yaml"));

        var cases = XDocument.Load(At("gate.xml")).Descendants("testcase").ToDictionary(one => (string)one.Attribute("name")!);
        Assert.NotNull(cases["rule cheap-code, segment task code"].Element("failure"));
        Assert.Null(cases["rule greet, segment all"].Element("failure"));
        Assert.Null(cases["hard cases"].Element("failure"));
        var markdown = await File.ReadAllTextAsync(At("gate.md"));
        Assert.Contains("| **FAILED** | auto | rule cheap-code, segment task code | changes quality by -0.900 [-0.9", markdown, StringComparison.Ordinal);
        Assert.Contains("on 200 rows: more than the line allows |", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("**FAILED** | auto | rule greet", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_WithoutTheHarmfulRule_Passes()
    {
        _folder.Write("good.yaml", Config(Good));
        Assert.Equal(ExitCodes.Done, await GateAsync("good.yaml"));
        Assert.StartsWith("## Loadline gate: passed", await File.ReadAllTextAsync(At("gate.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_NoHardCases_Fails()
    {
        _folder.Write("good.yaml", Config(Good));
        _folder.Write("evals.jsonl", string.Concat(Enumerable.Range(0, 400).Where(i => i % 2 == 0).Select(Row)));
        Assert.Equal(ExitCodes.Failed, await GateAsync("good.yaml"));
        Assert.Contains("**FAILED** | auto | hard cases | 0 of 200 rows", await File.ReadAllTextAsync(At("gate.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_Html_HasTheFiguresOfItsJsonAndWhatMadeIt()
    {
        _folder.Write("bad.yaml", Config(Good + ", " + Bad));
        var result = await CliProcess.RunAsync(
            _folder.Path, "gate", "--config", "bad.yaml", "--outcomes", "evals.jsonl", "--html", "gate.html", "--markdown", "gate.md", "--json");
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        var json = JsonDocument.Parse(result.Output).RootElement;
        Assert.False(json.GetProperty("passed").GetBoolean());
        var route = json.GetProperty("routes")[0];
        var html = await File.ReadAllTextAsync(At("gate.html"));
        var figures = route.GetProperty("findings").EnumerateArray().OrderBy(finding => finding.GetProperty("passed").GetBoolean())
            .Select(finding => finding.GetProperty("figure")).Where(figure => figure.ValueKind == JsonValueKind.Object)
            .SelectMany(figure => new[] { "rows", "estimate", "low", "high", "limit" }.Select(name => figure.GetProperty(name).GetDouble())).ToList();
        Assert.True(figures.Count >= 3 * 5);
        Assert.Equal(figures, Figures(html, "checks-0"));
        var step = route.GetProperty("certification").GetProperty("steps")[0];
        Assert.Equal(new[] { "keep", "lost", "cost" }.Select(name => step.GetProperty(name).GetDouble()), Figures(html, "line-0").Take(3));
        Assert.Contains("id=\"rules-0\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);

        var digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(At("evals.jsonl"))));
        Assert.Contains(digest, html, StringComparison.Ordinal);
        Assert.Contains(digest, await File.ReadAllTextAsync(At("gate.md")), StringComparison.Ordinal);
    }

    private static List<double> Figures(string html, string table)
    {
        var part = html[html.IndexOf($"id=\"{table}\"", StringComparison.Ordinal)..];
        part = part[..part.IndexOf("</table>", StringComparison.Ordinal)];
        return [.. Regex.Matches(part, "data-value=\"([^\"]+)\"").Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
    }

    [Fact]
    public async Task Certify_RouteThatHolds_WritesCertificateAndReport()
    {
        _folder.Write("good.yaml", Config(Good));
        Assert.Equal(ExitCodes.Done, await RunAsync("certify", "--config", At("good.yaml"), "--outcomes", At("evals.jsonl"), "--html", At("r.html"), "--evaluate", "--days", "30"));
        var certificate = CertificateFile.Load(At("auto.certificate.json"));
        Assert.Equal(("auto", "large", 1, 400), (certificate.Route, certificate.Reference, certificate.Attempt, certificate.Rows));
        Assert.Equal(TimeSpan.FromDays(30), certificate.Expires - certificate.Issued);
        Assert.InRange(certificate.MeanCost, 0.5, 0.6);
        Assert.Contains("id=\"path\"", await File.ReadAllTextAsync(At("r.html")), StringComparison.Ordinal);

        // Asked again it is the same test; another route on the same rows is the second attempt.
        Assert.Equal(ExitCodes.Done, await RunAsync("certify", "--config", At("good.yaml"), "--outcomes", At("evals.jsonl")));
        Assert.Equal(1, CertificateFile.Load(At("auto.certificate.json")).Attempt);
        _folder.Write("other.yaml", Config(Good, "keep: 0.85"));
        Assert.Equal(ExitCodes.Done, await RunAsync("certify", "--config", At("other.yaml"), "--outcomes", At("evals.jsonl")));
        Assert.Equal(2, CertificateFile.Load(At("auto.certificate.json")).Attempt);
    }

    [Fact]
    public async Task Certify_RouteThatDoesNotHold_WritesNone()
    {
        _folder.Write("bad.yaml", Config(Good + ", " + Bad));
        Assert.Equal(ExitCodes.Failed, await RunAsync("certify", "--config", At("bad.yaml"), "--outcomes", At("evals.jsonl")));
        Assert.False(File.Exists(At("auto.certificate.json")));
    }

    [Fact]
    public async Task Certify_Json_IsTheReport()
    {
        _folder.Write("good.yaml", Config(Good));
        var result = await CliProcess.RunAsync(_folder.Path, "certify", "--config", "good.yaml", "--outcomes", "evals.jsonl", "--json");
        Assert.Equal(0, result.ExitCode);
        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.True(report.GetProperty("steps")[0].GetProperty("holds").GetBoolean());
        Assert.Equal(0.04, report.GetProperty("delta").GetDouble(), 1e-12);
    }

    // On the mean the small model loses too much; where it greets it loses nothing.
    [Fact]
    public async Task Certify_InEachTask_ServesByWhatIsProvenThereAndTheReferenceElsewhere()
    {
        _folder.Write("pooled.yaml", Config(Good, policy: "{ kind: fixed, use: small }"));
        Assert.Equal(ExitCodes.Failed, await RunAsync("certify", "--config", At("pooled.yaml"), "--outcomes", At("evals.jsonl")));
        File.Delete(At("loadline.attempts.json"));

        _folder.Write("tasks.yaml", Config(Good, "keep: 0.9, segments: task", "{ kind: fixed, use: small }", "enforce"));
        Assert.Equal(ExitCodes.Done, await RunAsync("certify", "--config", At("tasks.yaml"), "--outcomes", At("evals.jsonl"), "--html", At("r.html"), "--days", "30"));
        var certificate = CertificateFile.Load(At("auto.certificate.json"));
        Assert.Equal(SegmentKind.Task, certificate.Line.By);
        var segments = certificate.Segments!.ToDictionary(segment => segment.Segment);
        Assert.Equal(["chat", "code"], segments.Keys.Order());

        // Proven to its end, a segment passes its share of δ on.
        Assert.Equal((true, 0.02), (segments["chat"].Holds, Math.Round(segments["chat"].Delta, 12)));
        Assert.Equal((false, 0.04), (segments["code"].Holds, Math.Round(segments["code"].Delta, 12)));
        Assert.InRange(certificate.MeanCost, 0.54, 0.56);
        Assert.Contains("id=\"segments\"", await File.ReadAllTextAsync(At("r.html")), StringComparison.Ordinal);

        // Served as it was certified; a rule or a policy does not get around it.
        var rows = OutcomeTable.Load(At("evals.jsonl")).Rows;
        var decisions = RouteRun.Decide(Configs.Load(At("tasks.yaml")), "auto", rows);
        Assert.All(rows.Select((row, i) => (Model: decisions[i].Candidate, IsCode: row.Prompt!.Contains("refactor", StringComparison.Ordinal))), one => Assert.Equal(one.IsCode ? "large" : "small", one.Model));

        // A line for the mean alone is covered by it; a line in each domain is not.
        Assert.Equal(RouteServing.Certified, Serving(Config(Good, "keep: 0.9", "{ kind: fixed, use: small }", "enforce")).Why);
        Assert.Contains("another line", Serving(Config(Good, "keep: 0.9, segments: domain", "{ kind: fixed, use: small }", "enforce")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_InEachTask_NamesTheSegmentsThatTheReferenceServes()
    {
        _folder.Write("tasks.yaml", Config(Good, "keep: 0.9, segments: task", "{ kind: fixed, use: small }"));
        await GateAsync("tasks.yaml");
        var markdown = await File.ReadAllTextAsync(At("gate.md"));
        Assert.Contains("| line, segment task chat | 200 units at δ 0.02: proven; quality 1.000 of large's, 0.0% lost, cost 10.0% |", markdown, StringComparison.Ordinal);
        Assert.Contains("| line, segment task code | 200 units at δ 0.04: not proven, large serves it |", markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--outcomes", "gone.jsonl")]
    [InlineData("--route", "nobody")]
    public async Task Certify_WhatIsNotThere_IsBadInput(string option, string value)
    {
        _folder.Write("good.yaml", Config(Good));
        string[] more = option == "--outcomes" ? ["--outcomes", At(value)] : ["--outcomes", At("evals.jsonl"), option, value];
        Assert.Equal(ExitCodes.BadInput, await RunAsync(["certify", "--config", At("good.yaml"), .. more]));
    }

    // Half greet, which both models do well; half ask for code, which only the large one mostly gets right.
    private static string Row(int i)
    {
        var (prompt, small) = i % 2 == 0
            ? ($"hello, please greet visitor {i} and wish a nice day", 1)
            : ($"refactor this function: ```python\\ndef f{i}(x):\\n    return [y for y in range(x) if y % {i} == 0]\\n```", i % 20 == 1 ? 1 : 0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"id\":\"r{i}\",\"prompt\":\"{prompt}\",\"outcomes\":{{\"small\":{{\"quality\":{small},\"cost\":1}},\"large\":{{\"quality\":1,\"cost\":10}}}}}}\n");
    }

    private RouteServing Serving(string config)
    {
        _folder.Write("other.yaml", config);
        return RouteRun.Build(Configs.Load(At("other.yaml"))).Find("auto")!.Serving;
    }

    private static string Config(string rules, string keep = "keep: 0.9", string policy = "{ kind: fixed, use: large }", string mode = "observe") =>
        $$"""
        version: 1
        providers: { sim: { dialect: simulated } }
        models:
          small: { provider: sim, name: s, price: { input: 1, output: 1 } }
          large: { provider: sim, name: l, price: { input: 10, output: 10 } }
        routes:
          auto:
            pool: [small, large]
            reference: large
            quality: { {{keep}} }
            mode: {{mode}}
            rules: [ {{rules}} ]
            policy: {{policy}}
        """;

    private Task<int> GateAsync(string config) =>
        RunAsync("gate", "--config", At(config), "--outcomes", At("evals.jsonl"), "--junit", At("gate.xml"), "--markdown", At("gate.md"));

    private string At(string file) => Path.Combine(_folder.Path, file);

    private static Task<int> RunAsync(params string[] arguments) => RootCommands.Create().Parse(arguments).InvokeAsync();
}
