using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Loadline.Cli.Output;
using Loadline.Core.Outcomes;
using Loadline.Learning.Tables;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline outcomes dedupe</c>.</summary>
internal static class OutcomesDedupe
{
    public static Command Create()
    {
        var tables = new Argument<FileInfo[]>("tables") { Description = "Outcome tables; the first that has a prompt keeps it.", Arity = ArgumentArity.OneOrMore };
        var against = new Option<FileInfo[]>("--against") { Description = "Tables whose prompts are left out, and that are not written themselves (test sets).", AllowMultipleArgumentsPerToken = true };
        var output = new Option<FileInfo?>("--output", "-o") { Description = "Write the rows that are left into one table. Default: only report." };
        var lenient = OutcomesCommand.Lenient();
        var json = JsonOption.Create();
        var command = new Command("dedupe", "Find prompts that occur more than once, within and across tables, by their normalised form.")
        {
            tables, against, output, lenient, json,
        };
        command.SetAction((parsed, _) => OutcomesCommand.GuardAsync(() => Task.FromResult(Run(
            parsed.GetValue(tables)!, parsed.GetValue(against) ?? [], parsed.GetValue(output),
            new OutcomeReadOptions { Lenient = parsed.GetValue(lenient), AllowUngraded = true }, parsed.GetValue(json)))));
        return command;
    }

    private static int Run(FileInfo[] tables, FileInfo[] against, FileInfo? output, OutcomeReadOptions options, bool json)
    {
        if (output is not null && tables.Concat(against).Any(table => table.FullName == output.FullName))
        {
            throw new UserError($"{output} is read here; write to another file.");
        }

        var header = Header(tables, options);
        var deduplicator = new TableDeduplicator(options);
        foreach (var table in against)
        {
            deduplicator.Add(table.FullName, null);
        }

        using (var writer = output is null ? null : OutcomeWriter.Create(output.FullName))
        {
            if (header is not null)
            {
                writer?.Write(header);
            }

            foreach (var table in tables)
            {
                deduplicator.Add(table.FullName, writer);
            }
        }

        Write(deduplicator.ToReport(), output is not null, json);
        return ExitCodes.Done;
    }

    // Rows of different units must not end in one table, where their costs would be compared.
    private static OutcomeTableHeader? Header(FileInfo[] tables, OutcomeReadOptions options)
    {
        OutcomeTableHeader? first = null;
        string? unit = null;
        foreach (var table in tables)
        {
            using var reader = OutcomeReader.Open(table.FullName, options);
            reader.Read();
            var own = reader.Header?.Unit ?? "USD";
            if (unit is not null && unit != own)
            {
                throw new UserError($"{table.Name} counts costs in {own}, the table before it in {unit}. Such tables cannot become one.");
            }

            (unit, first) = (own, first ?? reader.Header);
        }

        return first;
    }

    private static void Write(DedupeReport report, bool written, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, OutcomesJsonContext.Default.DedupeReport));
            return;
        }

        foreach (var table in report.Tables)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.Name}: {table.Rows:N0} rows, {table.Within:N0} repeat a prompt of the same table"));
            foreach (var (other, count) in table.Across)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count:N0} have a prompt of {other}"));
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Conflicts:N0} repeated rows have other grades or models than the row they repeat."));
        if (written)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Kept:N0} rows written, {report.RenamedIds:N0} of them under a new id."));
        }
    }
}
