using System.CommandLine;
using System.Globalization;
using Loadline.Core.Outcomes;
using Loadline.Learning.Tables.Importing;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline outcomes import</c>.</summary>
internal static class OutcomesImport
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "The files.", Arity = ArgumentArity.OneOrMore };
        var from = new Option<string>("--from") { Description = "Their format: " + string.Join(", ", Importers.All.Select(importer => importer.Format)) + ".", Required = true };
        var output = new Option<FileInfo>("--output", "-o") { Description = "The outcome table to write.", Required = true };
        var map = new Option<string[]>("--map") { Description = "csv: FIELD=COLUMN, such as prompt=question, quality:gpt-4=gpt4_correct; or model=…, quality=… with a line a model." };
        var group = new Option<string?>("--group") { Description = "The group of all rows. Default: what the format or the file's name says." };
        var scale = new Option<double?>("--scale") { Description = "What grades are divided by to lie in [0,1]." };
        var binarise = new Option<bool>("--binarise") { Description = "Make any grade above 0 a 1 (RouterDC's tasks of probabilities)." };
        var shortNames = new Option<bool>("--short-names") { Description = "Drop what stands before the last slash of models' names." };
        var cost = new Option<string[]>("--cost") { Description = "MODEL=AMOUNT a call, for formats that record no cost." };
        var unit = new Option<string>("--unit") { Description = "What costs count.", DefaultValueFactory = _ => "USD" };
        var exclude = new Option<FileInfo[]>("--exclude") { Description = "Lists of prompts to leave out (RouteLLM's contaminated_prompts.jsonl)." };
        var command = new Command("import", "Make an outcome table from a public data set's own format, or from any CSV.")
        {
            files, from, output, map, group, scale, binarise, shortNames, cost, unit, exclude,
        };
        command.SetAction((parsed, _) => OutcomesCommand.GuardAsync(() => Task.FromResult(Run(
            parsed.GetValue(files)!,
            parsed.GetValue(from)!,
            parsed.GetValue(output)!,
            parsed.GetValue(unit)!,
            new ImportOptions
            {
                Group = parsed.GetValue(group),
                Scale = parsed.GetValue(scale),
                Binarise = parsed.GetValue(binarise),
                ShortNames = parsed.GetValue(shortNames),
                Columns = Pairs(parsed.GetValue(map), "--map"),
                CostPerCall = Pairs(parsed.GetValue(cost), "--cost").ToDictionary(pair => pair.Item1, Amount, StringComparer.Ordinal),
                Excluded = (parsed.GetValue(exclude) ?? []).SelectMany(file => ExcludedPrompts.Read(file.FullName)).ToHashSet(),
            }))));
        return command;
    }

    private static int Run(FileInfo[] files, string from, FileInfo output, string unit, ImportOptions options)
    {
        var importer = Importers.Find(from) ?? throw new UserError(
            $"'{from}' is no format. Write one of {string.Join(", ", Importers.All.Select(one => one.Format))}.");
        var rows = 0L;
        var partial = output.FullName + ".new";
        using (var writer = OutcomeWriter.Create(partial))
        {
            writer.Write(new OutcomeTableHeader { Unit = unit });
            foreach (var row in Importers.Read(importer, files.Select(file => file.FullName), options))
            {
                writer.Write(row);
                rows++;
            }
        }

        File.Move(partial, output.FullName, overwrite: true);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows written to {output.Name}. See them: loadline outcomes describe {output.Name}"));
        return ExitCodes.Done;
    }

    private static List<(string, string)> Pairs(string[]? texts, string option) => [.. (texts ?? []).Select(text =>
        text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
            ? (text[..equals], text[(equals + 1)..])
            : throw new UserError($"'{text}' of {option} is not NAME=VALUE."))];

    private static decimal Amount((string Name, string Value) pair) =>
        decimal.TryParse(pair.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount >= 0
            ? amount : throw new UserError($"'{pair.Value}' is no amount. Write --cost {pair.Name}=0.0097.");
}
