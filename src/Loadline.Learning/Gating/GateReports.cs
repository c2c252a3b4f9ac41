using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Loadline.Learning.Gating;

/// <summary>What the gate found, for machines and for pull requests.</summary>
public static class GateReports
{
    /// <summary>JUnit XML: a suite a route, a case a finding.</summary>
    public static string JUnit(IReadOnlyList<GateFinding> findings)
    {
        var suites = findings.GroupBy(finding => finding.Route, StringComparer.Ordinal).Select(route => new XElement(
            "testsuite",
            new XAttribute("name", "loadline gate " + route.Key),
            new XAttribute("tests", route.Count()),
            new XAttribute("failures", route.Count(finding => !finding.Passed)),
            route.Select(Case)));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + new XElement("testsuites", suites);
    }

    /// <summary>A table for a pull request.</summary>
    public static string Markdown(IReadOnlyList<GateFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var failed = findings.Count(finding => !finding.Passed);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"## Loadline gate: {(failed == 0 ? "passed" : $"{failed} failed")}\n\n| | route | check | found |\n|---|---|---|---|\n");
        foreach (var finding in findings.OrderBy(finding => finding.Passed))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {(finding.Passed ? "ok" : "**FAILED**")} | {Cell(finding.Route)} | {Cell(finding.Name)} | {Cell(finding.Message)} |\n");
        }

        return text.ToString();
    }

    private static XElement Case(GateFinding finding)
    {
        var element = new XElement("testcase", new XAttribute("classname", finding.Route), new XAttribute("name", finding.Name));
        element.Add(finding.Passed
            ? new XElement("system-out", finding.Message)
            : new XElement("failure", new XAttribute("message", finding.Message), finding.Name + ": " + finding.Message));
        return element;
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');
}
