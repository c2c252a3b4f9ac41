using System.CommandLine;
using System.Globalization;
using Loadline.Cli.Output;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Learning.Certification;
using Loadline.Learning.Gating;
using Loadline.Learning.Reports;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline gate</c>: stops a change of the config that breaks a quality line.</summary>
internal static class GateCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "The config.", DefaultValueFactory = _ => "loadline.yaml" };
        var route = new Option<string?>("--route") { Description = "Only this route. Default: every route that has a quality line." };
        var outcomes = CertifyCommand.Tables();
        var junit = new Option<FileInfo?>("--junit") { Description = "Write JUnit XML." };
        var markdown = new Option<FileInfo?>("--markdown") { Description = "Write Markdown, for a pull request." };
        var html = new Option<FileInfo?>("--html") { Description = "Write a report that opens in any browser." };
        var json = JsonOption.Create();
        var command = new Command("gate", "Exit with 1 where a route's line does not hold, a rule lowers quality, or the eval set has no hard cases.")
        {
            config, route, outcomes, junit, markdown, html, json,
        };
        command.SetAction((parsed, _) => UserError.GuardAsync(() => Task.FromResult(CertifyCommand.Guard(() => Run(
            parsed.GetValue(config)!,
            parsed.GetValue(route),
            parsed.GetValue(outcomes)!,
            parsed.GetValue(junit),
            parsed.GetValue(markdown),
            parsed.GetValue(html),
            parsed.GetValue(json))))));
        return command;
    }

    private static int Run(string configPath, string? only, string[] files, FileInfo? junit, FileInfo? markdown, FileInfo? html, bool json)
    {
        var config = Configs.Load(configPath);
        var tables = CertifyCommand.Load(files);
        var routes = config.Routes.Where(route => only is null ? route.Quality is not null : route.Name == only).ToList();
        if (routes.Count == 0)
        {
            throw new UserError(only is null
                ? "No route has a quality line, so there is nothing to hold. Write `quality: { keep: 0.95 }` in the config."
                : $"There is no route '{only}'. Routes: {string.Join(", ", config.Routes.Select(route => route.Name))}.");
        }

        var report = new GateReport([.. routes.Select(route => Gate(configPath, config, route, tables))]);
        List<GateFinding> findings = [.. report.Routes.SelectMany(route => route.Findings)];
        ReportFiles.Write(html, null, () => GateHtml.Write(report), [configPath, .. files]);
        if (junit is not null)
        {
            File.WriteAllText(junit.FullName, GateReports.JUnit(findings));
        }

        var text = GateReports.Markdown(findings);
        if (markdown is not null)
        {
            File.WriteAllText(markdown.FullName, text + "\n" + ReportFiles.MadeBy([configPath, .. files]));
        }

        Console.Write(json ? GateJson.Write(report) + Environment.NewLine : text);
        return report.Passed ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static GateRoute Gate(string configPath, LoadlineConfig config, RouteConfig route, List<OutcomeTable> tables)
    {
        var line = CertifyCommand.LineOf(config, route.Name);
        var rows = Certifier.Check(config, route.Name, tables);
        var attempt = CertifyCommand.Attempt(configPath, config, route.Name, rows, line, "gate");
        var report = Certifier.Run(new CertifyRequest(config, route.Name, line, attempt), rows, evaluate: false);
        return new GateRoute(
            route.Name,
            report,
            [new GateFinding(route.Name, "line", report.Proven is not null, Line(report)), .. report.Segments.Select(segment => Segment(route.Name, report, segment)), HardCases.Check(route, line, rows), .. new RuleGate(config, route, line, rows).Run()]);
    }

    // What is not proven goes to the reference and holds by that: it costs savings, not quality, and stops no merge.
    private static GateFinding Segment(string route, CertifyReport report, SegmentReport segment) =>
        new(route, $"line, segment {report.Line.By!.Value.ToString().ToLowerInvariant()} {segment.Segment ?? "untold"}", true, SegmentText.Of(report, segment));

    private static string Line(CertifyReport report)
    {
        var shown = report.Proven ?? (report.Steps.Count > 0 ? report.Steps[^1] : null);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Line}, attempt {report.Attempt} on these rows: {(report.Proven is null ? "not proven" : "proven")}; quality {shown?.Keep ?? 1:0.000} of {report.Reference}'s, {shown?.Lost ?? 0:0.0%} lost, cost {shown?.Cost ?? 1:0.0%}, {report.Units} units")
            + (report.Proven is null && report.RowsForNext is { } needed ? $"; about {needed.ToString(CultureInfo.InvariantCulture)} rows like these would prove it" : "");
    }
}
