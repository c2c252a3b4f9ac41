using System.Xml.Linq;
using Loadline.Core.Outcomes;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Gating;
using Loadline.Learning.Tests.Support;

namespace Loadline.Learning.Tests.Gating;

/// <summary>A rule is judged against the rules without it, in every segment that serving could tell.</summary>
public sealed class RuleGateTests
{
    private const string Route = "policy: { kind: fixed, use: large }, rules: [ { name: greet, when: { keywords: [hello] }, use: small }, { name: travel, when: { keywords: [train] }, use: small } ]";
    private static readonly QualityLine Line = new(0.9, null);

    // "greet" is as good as the reference; "travel" is better in English and much worse in German.
    [Fact]
    public void Run_RuleThatHarmsOneLanguage_IsNamedWithItsSegment()
    {
        var findings = Run(Table(german: 0, english: 1));
        Assert.All(findings.Where(finding => finding.Name.StartsWith("rule greet", StringComparison.Ordinal)), finding => Assert.True(finding.Passed, finding.Message));
        Assert.True(findings.Single(finding => finding.Name == "rule travel, segment language en").Passed);
        var failed = findings.Single(finding => finding.Name == "rule travel, segment language de");
        Assert.False(failed.Passed);
        Assert.StartsWith("changes quality by -1.000 [-1.000, -1.000] on 100 rows: more than the line allows", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoHarm_Passes() => Assert.All(Run(Table(german: 1, english: 1)), finding => Assert.True(finding.Passed, finding.Name + finding.Message));

    [Fact]
    public void Run_HarmToOneTenant_IsFoundWhereRowsNameTenants()
    {
        var table = new OutcomeTable([.. Table(german: 1, english: 1).Rows.Select((row, i) => i % 4 == 0
            ? Rows.Parse(Rows.Line(row.Id, row.Prompt!, 0, 1, "\"tenant\":\"acme\",")) : Rows.Parse(Rows.Line(row.Id, row.Prompt!, 1, 1, "\"tenant\":\"other\",")))]);
        var failed = Run(table).Where(finding => !finding.Passed).Select(finding => finding.Name).ToList();
        Assert.Contains("rule greet, segment tenant acme", failed);
        Assert.DoesNotContain(failed, name => name.Contains("tenant other", StringComparison.Ordinal));
    }

    // A hundred rows of two sessions are two pieces of evidence, not a hundred.
    [Fact]
    public void Run_FewSessions_SayNothing()
    {
        var table = new OutcomeTable([.. Table(german: 0, english: 0).Rows.Select((row, i) => row with { Cluster = "s" + (i % 2) })]);
        var findings = Run(table);
        Assert.All(findings, finding => Assert.True(finding.Passed));
        Assert.Contains(findings, finding => finding.Message.StartsWith("decides 2 units: fewer than 20", StringComparison.Ordinal));
    }

    [Fact]
    public void HardCases_NoneForTheReferenceAlone_Fails()
    {
        var route = Configs.Of("policy: { kind: fixed, use: large }").Routes[0];
        static CertifyingRows Rows200(int hard) => CertifyingRows.Of(
            [new OutcomeTable([.. Enumerable.Range(0, 200).Select(i => Rows.Parse(Rows.Line("r" + i, "prompt " + i, i < hard ? 0 : 1, 1)))])], ["small", "large"], "large");
        Assert.False(HardCases.Check(route, Line, Rows200(20)).Passed);
        var found = HardCases.Check(route, Line, Rows200(21));
        Assert.True(found.Passed);
        Assert.StartsWith("21 of 200 rows (10.5%", found.Message, StringComparison.Ordinal);
        Assert.False(HardCases.Check(route, new QualityLine(null, 0.2), Rows200(21)).Passed);
    }

    [Fact]
    public void Reports_OfFindings_AreXmlAndATable()
    {
        GateFinding[] findings = [new("auto", "line", true, "proven"), new("auto", "rule a|b, segment <all>", false, "changes quality by -0.5"), new("other", "line", true, "fine")];
        var xml = XDocument.Parse(GateReports.JUnit(findings));
        Assert.Equal([("2", "1"), ("1", "0")], xml.Root!.Elements("testsuite").Select(suite => ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!)));
        var failure = Assert.Single(xml.Descendants("failure"));
        Assert.Equal("rule a|b, segment <all>", (string)failure.Parent!.Attribute("name")!);
        var markdown = GateReports.Markdown(findings).Split('\n');
        Assert.Equal("## Loadline gate: 1 failed", markdown[0]);
        Assert.Equal("| **FAILED** | auto | rule a\\|b, segment <all> | changes quality by -0.5 |", markdown[4]);
    }

    private static IReadOnlyList<GateFinding> Run(OutcomeTable table)
    {
        var config = Configs.Of(Route);
        return new RuleGate(config, config.Routes[0], Line, CertifyingRows.Of([table], ["small", "large"], "large")).Run();
    }

    private static OutcomeTable Table(double german, double english) => new([.. Enumerable.Range(0, 400).Select(i => (i % 4) switch
    {
        0 or 1 => Rows.Parse(Rows.Line("g" + i, $"hello there, please wish visitor number {i} a very nice day in our office", 1, 1)),
        2 => Rows.Parse(Rows.Line("d" + i, $"Wann fährt der nächste Zug (train) Nummer {i} von Hamburg nach München, und was kostet eine Fahrkarte?", german, 1)),
        _ => Rows.Parse(Rows.Line("e" + i, $"When does the next train number {i} leave from the station in London, and how much is a ticket?", english, 1)),
    })]);
}
