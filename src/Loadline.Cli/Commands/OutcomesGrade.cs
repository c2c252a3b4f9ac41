using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Loadline.Cli.Output;
using Loadline.Core.Outcomes;
using Loadline.Learning.Calls;
using Loadline.Learning.Grading;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline outcomes grade</c>.</summary>
internal static class OutcomesGrade
{
    public static Command Create()
    {
        var table = new Argument<FileInfo>("table") { Description = "The outcome table, with answers in `response`." };
        var output = new Option<FileInfo>("--output", "-o") { Description = "The table to write.", Required = true };
        var grader = new Option<string?>("--grader") { Description = "A grader's name, a kind (numeric), or a definition in JSON. Rows may name their own in `grader`." };
        var labels = new Option<FileInfo?>("--labels") { Description = "Grades that people gave: lines of {\"id\":…,\"model\":…,\"score\":…}." };
        var config = new Option<string?>("--config") { Description = "A config with `graders:`." };
        var judgeUrl = AddressOption.Create(
            "--judge-url",
            "Where judges are asked: any OpenAI-compatible …/chat/completions, such as a running Loadline's.",
            "http://127.0.0.1:4242/v1/chat/completions");
        var judgeKey = new Option<string?>("--judge-key-env") { Description = "The environment variable that holds that endpoint's key." };
        var regrade = new Option<bool>("--regrade") { Description = "Grade answers again that have a grade." };
        var drop = new Option<bool>("--drop-ungraded") { Description = "Leave answers out that end without a grade." };
        var concurrency = new Option<int>("--concurrency") { Description = "Rows under way at once.", DefaultValueFactory = _ => 8 };
        var json = JsonOption.Create();
        var command = new Command("grade", "Grade the answers of a table: by checks, by a judge, or by labels.")
        {
            table, output, grader, labels, config, judgeUrl, judgeKey, regrade, drop, concurrency, json,
        };
        command.SetAction((parsed, cancellationToken) => OutcomesCommand.GuardAsync(async () =>
        {
            var option = parsed.GetValue(labels) is { } file
                ? $$"""{"kind":"labels","file":{{JsonSerializer.Serialize(file.FullName, LabelsJsonContext.Default.String)}}}""" : parsed.GetValue(grader);
            using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = true, UseCookies = false });
            var judge = Judge(http, parsed.GetValue(judgeUrl), parsed.GetValue(judgeKey));
            var report = await RunAsync(
                parsed.GetValue(table)!, parsed.GetValue(output)!, option, parsed.GetValue(config), judge, parsed.GetValue(regrade),
                parsed.GetValue(drop), Math.Max(1, parsed.GetValue(concurrency)), cancellationToken).ConfigureAwait(false);
            Write(report, parsed.GetValue(json));
            return report.Failed == 0 ? ExitCodes.Done : ExitCodes.Failed;
        }));
        return command;
    }

    public static void Write(GradeReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, OutcomesJsonContext.Default.GradeReport));
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Graded:N0} answers graded ({report.Changed:N0} otherwise than before), {report.Failed:N0} not, {report.WithoutResponse:N0} without a text."));
        foreach (var (problem, count) in report.Problems.OrderByDescending(pair => pair.Value).Take(5))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count:N0}: {problem}"));
        }
    }

    private static async Task<GradeReport> RunAsync(
        FileInfo table, FileInfo output, string? option, string? configPath, Func<string, IJudge> judge, bool regrade, bool drop, int concurrency,
        CancellationToken cancellationToken)
    {
        if (table.FullName == output.FullName)
        {
            throw new UserError("The table is read while the new one is written; give another name to -o.");
        }

        var options = new OutcomeReadOptions { AllowUngraded = true };
        var header = Header(table, options);
        var (definitions, byDefault) = OutcomesGraders.Find(configPath is null ? [] : Configs.Load(configPath).Graders, header, option);
        var graders = OutcomesGraders.Create(definitions, byDefault, judge, table.DirectoryName!);
        var tally = new GradeTally();
        using var reader = OutcomeReader.Open(table.FullName, options);
        using var writer = OutcomeWriter.Create(output.FullName);
        if (header is not null)
        {
            writer.Write(header);
        }

        await TableGrader.GradeAsync(reader, writer, new RowGrader(graders, tally), regrade, drop, concurrency, cancellationToken).ConfigureAwait(false);
        return tally.ToReport();
    }

    private static OutcomeTableHeader? Header(FileInfo table, OutcomeReadOptions options)
    {
        using var reader = OutcomeReader.Open(table.FullName, options);
        reader.Read();
        return reader.Header;
    }

    private static Func<string, IJudge> Judge(HttpMessageInvoker http, Uri? url, string? keyVariable)
    {
        var key = keyVariable is null ? null
            : Environment.GetEnvironmentVariable(keyVariable) ?? throw new UserError($"The variable {keyVariable} is not set.");
        return model => url is null
            ? new AbsentJudge($"the judge '{model}' needs an address: --judge-url http://127.0.0.1:4242/v1/chat/completions")
            : new HttpJudge(new ChatCaller(http, url, key, TimeProvider.System, new Random()), model);
    }

    // A judge that is defined but asked nothing needs no address.
    private sealed class AbsentJudge(string problem) : IJudge
    {
        public ValueTask<JudgeReply> AskAsync(JudgeQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult(new JudgeReply(null, problem));
    }
}
