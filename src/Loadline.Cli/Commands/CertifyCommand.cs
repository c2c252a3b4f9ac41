using System.CommandLine;
using System.Globalization;
using Loadline.Cli.Output;
using Loadline.Core.Certificates;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Gating;
using Loadline.Learning.Reports;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline certify</c>: proves on graded rows that a route keeps its quality line, and writes the certificate.</summary>
internal static class CertifyCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "The config.", DefaultValueFactory = _ => "loadline.yaml" };
        var route = new Option<string>("--route") { Description = "The route.", DefaultValueFactory = _ => "auto" };
        var outcomes = Tables();
        var output = new Option<string?>("-o", "--output") { Description = "Where the certificate is written. Default: ROUTE.certificate.json beside the config." };
        var html = new Option<FileInfo?>("--html") { Description = "Write a report that opens in any browser." };
        var markdown = ReportFiles.Markdown();
        var days = new Option<int>("--days") { Description = "How long the certificate is good for.", DefaultValueFactory = _ => 90 };
        var evaluate = new Option<bool>("--evaluate") { Description = "Look for the clairvoyant knob on these rows, too: for comparison, it proves nothing." };
        var json = JsonOption.Create();
        var command = new Command("certify", "Prove on graded rows that a route keeps its quality line, and write the certificate.")
        {
            config, route, outcomes, output, html, markdown, days, evaluate, json,
        };
        command.SetAction((parsed, _) => UserError.GuardAsync(() => Task.FromResult(Guard(() => Run(
            parsed.GetValue(config)!,
            parsed.GetValue(route)!,
            parsed.GetValue(outcomes)!,
            parsed.GetValue(output),
            parsed.GetValue(html),
            parsed.GetValue(markdown),
            parsed.GetValue(days),
            parsed.GetValue(evaluate),
            parsed.GetValue(json))))));
        return command;
    }

    internal static Option<string[]> Tables() =>
        new("--outcomes") { Description = "The outcome tables of rows that nothing was trained on.", Required = true, AllowMultipleArgumentsPerToken = true };

    internal static List<OutcomeTable> Load(string[] files)
    {
        try
        {
            return [.. files.Select(file => OutcomeTable.Load(file))];
        }
        catch (Exception error) when (error is OutcomeTableException or IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }
    }

    internal static int Guard(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (CertifyException error)
        {
            throw new UserError(error.Message);
        }
    }

    /// <summary>The line of a route.</summary>
    internal static QualityLine LineOf(LoadlineConfig config, string route) =>
        config.Routes.FirstOrDefault(one => one.Name == route) is not { } found
            ? throw new UserError($"There is no route '{route}'. Routes: {string.Join(", ", config.Routes.Select(one => one.Name))}.")
            : found.Quality ?? throw new UserError($"The route '{route}' has no quality line. Write `quality: {{ keep: 0.95 }}` in the config.");

    internal static string Beside(string config, string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(config))!, name);

    internal static int Attempt(string configPath, LoadlineConfig config, string route, CertifyingRows rows, QualityLine line, string kind)
    {
        var digest = RouteRun.Build(config).Find(route)!.Digest;
        return AttemptBook.Open(Beside(configPath, "loadline.attempts.json"))
            .Enter($"{digest} {line} {rows.Digest()}", rows.Prompts, kind, TimeProvider.System.GetUtcNow());
    }

    private static int Run(string configPath, string route, string[] files, string? output, FileInfo? html, FileInfo? markdown, int days, bool evaluate, bool json)
    {
        var config = Configs.Load(configPath);
        var line = LineOf(config, route);
        var rows = Certifier.Check(config, route, Load(files));
        var report = Certifier.Run(new CertifyRequest(config, route, line, Attempt(configPath, config, route, rows, line, "certify")), rows, evaluate);
        ReportFiles.Write(html, markdown, () => CertifyHtml.Write(report), [configPath, .. files]);

        if (json)
        {
            Console.WriteLine(CertifyJson.Write(report));
        }
        else
        {
            Output.CertifyWriter.Write(report);
        }

        if (report.Proven is not { } proven)
        {
            return ExitCodes.Failed;
        }

        var path = output ?? Beside(configPath, route + ".certificate.json");
        File.WriteAllBytes(path, CertificateFile.Write(Certificate(report, proven, rows, RowSegments.Mix(config, rows.Rows), days)));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Written: {path}, for route {report.RouteDigest}, good for {days} days."));
        return ExitCodes.Done;
    }

    private static SegmentProof ProofOf(SegmentReport segment) => new()
    {
        Segment = segment.Segment!,
        Holds = segment.Holds,
        Knob = segment.Certification?.Proven?.Step.Mix,
        Delta = segment.Certification?.Delta ?? 0,
        Rows = segment.Rows,
        Units = segment.Units,
        MeanKeep = segment.Certification?.Proven?.Keep ?? 1,
        MeanLost = segment.Certification?.Proven?.Lost ?? 0,
        MeanCost = segment.Certification?.Proven?.Cost ?? 1,
    };

    internal static Certificate Certificate(
        CertifyReport report, StepResult proven, CertifyingRows rows, IReadOnlyDictionary<string, double> mix, int days)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Certificate
        {
            Route = report.Route,
            RouteDigest = report.RouteDigest,
            Reference = report.Reference,
            Line = report.Line,
            Knob = proven.Step.Mix,
            SaferKnobs = [.. report.Steps.TakeWhile(step => step != proven).Select(step => step.Step.Mix).OfType<KnobMix>()],
            Attempt = report.Attempt,
            Delta = report.Delta,
            Rows = report.Rows,
            Units = report.Units,
            Tables = [rows.Digest()],
            MeanKeep = proven.Keep,
            MeanLost = proven.Lost,
            MeanCost = proven.Cost,
            Segments = report.Segments.Count == 0 ? null : [.. report.Segments.Where(segment => segment.Segment is not null).Select(ProofOf)],
            Mix = mix,
            Issued = now,
            Expires = now.AddDays(days),
        };
    }
}
