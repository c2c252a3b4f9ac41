using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Loadline.Cli.Output;
using Loadline.Core.Outcomes;
using Loadline.Learning.Tables;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline outcomes split</c>.</summary>
internal static class OutcomesSplit
{
    public static Command Create()
    {
        var table = new Argument<FileInfo>("table") { Description = "The outcome table." };
        var shares = new Option<string>("--shares") { Description = "The parts and their shares.", DefaultValueFactory = _ => "train=60,certify=20,test=20" };
        var seed = new Option<int>("--seed") { Description = "The draw; the same seed gives the same split, whatever the rows' order.", DefaultValueFactory = _ => 1 };
        var output = new Option<string>("--output", "-o") { Description = "A folder: one file a part, TABLE.PART.jsonl. A file (with --mark): the whole table.", Required = true };
        var mark = new Option<bool>("--mark") { Description = "Write one table whose rows name their part in `split`." };
        var lenient = OutcomesCommand.Lenient();
        var json = JsonOption.Create();
        var command = new Command("split", "Split by normalised prompt, rows of one cluster together: nothing that was trained on is tested on.")
        {
            table, shares, seed, output, mark, lenient, json,
        };
        command.SetAction((parsed, _) => OutcomesCommand.GuardAsync(() => Task.FromResult(Run(
            parsed.GetValue(table)!, SplitShares.Parse(parsed.GetValue(shares)!), parsed.GetValue(seed), parsed.GetValue(output)!,
            parsed.GetValue(mark), new OutcomeReadOptions { Lenient = parsed.GetValue(lenient) }, parsed.GetValue(json)))));
        return command;
    }

    private static int Run(FileInfo table, SplitShares shares, int seed, string output, bool mark, OutcomeReadOptions options, bool json)
    {
        var writers = mark ? [OutcomeWriter.Create(output)] : Files(table, shares, output);
        try
        {
            WriteHeader(table, writers, options);
            var buffer = new ArrayBufferWriter<byte>();
            var report = TableSplitter.Split(table.FullName, shares, seed, options, (part, line) =>
            {
                if (!mark)
                {
                    writers[part].WriteLine(line.Span);
                    return;
                }

                buffer.ResetWrittenCount();
                TableSplitter.Mark(line.Span, shares.Names[part], buffer);
                writers[0].WriteLine(buffer.WrittenSpan);
            });
            Write(report, json);
        }
        finally
        {
            foreach (var writer in writers)
            {
                writer.Dispose();
            }
        }

        return ExitCodes.Done;
    }

    private static OutcomeWriter[] Files(FileInfo table, SplitShares shares, string folder)
    {
        Directory.CreateDirectory(folder);
        var name = table.Name.Split('.')[0];
        return [.. shares.Names.Select(part => OutcomeWriter.Create(Path.Combine(folder, $"{name}.{part}.jsonl")))];
    }

    private static void WriteHeader(FileInfo table, OutcomeWriter[] writers, OutcomeReadOptions options)
    {
        using var reader = OutcomeReader.Open(table.FullName, options);
        if (reader.Read() && reader.Header is { } header)
        {
            foreach (var writer in writers)
            {
                writer.Write(header);
            }
        }
    }

    private static void Write(SplitReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, OutcomesJsonContext.Default.SplitReport));
            return;
        }

        foreach (var (part, rows) in report.Rows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part}: {rows:N0} rows, {report.Units[part]:N0} distinct prompts or clusters"));
        }

        if (report.SkippedLines > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.SkippedLines:N0} bad lines were passed over."));
        }
    }
}
