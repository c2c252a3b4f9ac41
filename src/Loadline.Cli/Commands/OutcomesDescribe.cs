using System.CommandLine;
using System.Text.Json;
using Loadline.Cli.Output;
using Loadline.Core.Outcomes;
using Loadline.Learning.Tables;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline outcomes describe</c>.</summary>
internal static class OutcomesDescribe
{
    public static Command Create()
    {
        var table = new Argument<FileInfo>("table") { Description = "The outcome table (JSON Lines; .gz is unpacked)." };
        var lenient = OutcomesCommand.Lenient();
        var json = JsonOption.Create();
        var command = new Command("describe", "Rows, models, groups, duplicates, quality and cost with intervals, and what simple rules come to.") { table, lenient, json };
        command.SetAction((parsed, _) => OutcomesCommand.GuardAsync(() => Task.FromResult(
            Run(parsed.GetValue(table)!, parsed.GetValue(lenient), parsed.GetValue(json)))));
        return command;
    }

    private static int Run(FileInfo table, bool lenient, bool json)
    {
        using var reader = OutcomeReader.Open(table.FullName, new OutcomeReadOptions { Lenient = lenient, AllowUngraded = true });
        var description = TableDescriber.Describe(reader, table.Name);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(description, OutcomesJsonContext.Default.TableDescription));
        }
        else
        {
            DescriptionWriter.Write(description);
        }

        return ExitCodes.Done;
    }
}
