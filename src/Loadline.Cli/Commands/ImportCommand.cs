using System.CommandLine;
using System.Text.Json;
using Loadline.Cli.Import;
using Loadline.Cli.Output;
using Loadline.Core.Configuration;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline import</c>: configs of other routers.</summary>
internal static class ImportCommand
{
    public static Command Create() => new("import", "Convert another router's config.") { LiteLlm() };

    private static Command LiteLlm()
    {
        var file = new Argument<string>("file") { Description = "LiteLLM's config.yaml." };
        var output = new Option<string?>("--output", "-o") { Description = "Where the loadline.yaml goes; standard output without it. An existing file is not written over." };
        var json = JsonOption.Create();
        var command = new Command("litellm", "Write a loadline.yaml that does what a LiteLLM config did, and report what has no equal.") { file, output, json };
        command.SetAction((parsed, _) => UserError.GuardAsync(
            () => Task.FromResult(Run(parsed.GetValue(file)!, parsed.GetValue(output), parsed.GetValue(json)))));
        return command;
    }

    private static int Run(string path, string? output, bool json)
    {
        var result = Read(path);

        // What we wrote must be what we read; variables are set where it will run, not here.
        var check = ConfigReader.Read(result.Yaml, output ?? "loadline.yaml", static name => name.EndsWith("_BASE", StringComparison.Ordinal) ? "https://host.example/v1" : "set");
        if (check.Config is null)
        {
            throw new UserError("The converted config has errors that need a person:" + Environment.NewLine + string.Join(Environment.NewLine, check.Errors)
                + Environment.NewLine + result.Yaml);
        }

        if (output is not null)
        {
            Save(output, result.Yaml);
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, CliJsonContext.Readable.ImportResult));
            return ExitCodes.Done;
        }

        if (output is null)
        {
            Console.Write(result.Yaml);
        }

        Report(result, path);
        return ExitCodes.Done;
    }

    private static ImportResult Read(string path)
    {
        try
        {
            return LiteLlmImporter.Convert(File.ReadAllText(path));
        }
        catch (FormatException error)
        {
            throw new UserError($"{path}: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot read {path}: {error.Message}");
        }
    }

    private static void Save(string output, string yaml)
    {
        try
        {
            using var file = new StreamWriter(new FileStream(output, FileMode.CreateNew));
            file.Write(yaml);
        }
        catch (IOException error)
        {
            throw new UserError($"Cannot write {output}: {error.Message}");
        }
    }

    private static void Report(ImportResult result, string path)
    {
        foreach (var note in result.Notes)
        {
            Console.Error.WriteLine($"{path}:{note.Line}: {note.Path}: {note.Message}.");
        }

        Console.Error.WriteLine(result.Notes.Count == 0 ? "Everything was carried over." : $"{result.Notes.Count} of the settings are not as they were; see above.");
        if (result.Variables.Count > 0)
        {
            Console.Error.WriteLine("Set before `loadline serve`: " + string.Join(", ", result.Variables) + ".");
        }
    }
}
