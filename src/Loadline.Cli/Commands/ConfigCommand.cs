using System.CommandLine;
using System.Text.Json;
using Loadline.Cli.Output;
using Loadline.Core.Configuration;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline config</c>: check a file, print the schema.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Check a config file, or print its JSON Schema.") { Check(), Schema() };

    private static Command Check()
    {
        var file = new Argument<string>("file") { Description = "The config file." };
        var json = JsonOption.Create();
        var command = new Command("check", "Report every error in a config file at once: file, line, what is wrong, what to write instead.")
        {
            file, json,
        };
        command.SetAction((parsed, _) => UserError.GuardAsync(
            () => Task.FromResult(Check(parsed.GetValue(file)!, parsed.GetValue(json)))));
        return command;
    }

    private static int Check(string path, bool json)
    {
        var result = Configs.Read(path);
        if (result.Config is { } good)
        {
            // A config that reads well must also build; that is where catalogue and routes meet.
            Configs.Build(good);
        }

        if (json)
        {
            var report = new ConfigCheckReport(path, result.Config is not null, result.Errors);
            Console.WriteLine(JsonSerializer.Serialize(report, CliJsonContext.Readable.ConfigCheckReport));
        }
        else
        {
            Console.WriteLine(
                result.Config is { } config
                    ? $"{path} is good: {Count(config.Routes.Count, "route")}, {Count(config.Models.Count, "model")}, {Count(config.Providers.Count, "provider")}."
                    : string.Join(Environment.NewLine, result.Errors) + Environment.NewLine + $"{Configs.Count(result.Errors)} in {path}.");
        }

        return result.Config is null ? ExitCodes.BadInput : ExitCodes.Done;
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static Command Schema()
    {
        var command = new Command("schema", "Print the JSON Schema of the config file, for editors that complete and check YAML by one.");
        command.SetAction(_ =>
        {
            using var output = Console.OpenStandardOutput();
            ConfigSchema.Write(output);
        });
        return command;
    }
}
