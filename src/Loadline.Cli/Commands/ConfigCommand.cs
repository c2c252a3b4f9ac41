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
        var result = ConfigReader.Read(Configs.ReadText(path), path, Environment.GetEnvironmentVariable);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(result.Errors, CliJsonContext.Default.IReadOnlyListConfigError));
        }
        else if (result.Config is { } config)
        {
            // A config that reads well must also build; that is where catalogue and routes meet.
            Configs.Build(config);
            Console.WriteLine($"{path} is good: {config.Routes.Count} routes, {config.Models.Count} models, {config.Providers.Count} providers.");
        }
        else
        {
            Console.WriteLine(string.Join(Environment.NewLine, result.Errors));
        }

        return result.Config is null ? ExitCodes.BadInput : ExitCodes.Done;
    }

    private static Command Schema()
    {
        var command = new Command("schema", "Print the JSON Schema of the config file.");
        command.SetAction(_ =>
        {
            using var output = Console.OpenStandardOutput();
            ConfigSchema.Write(output);
        });
        return command;
    }
}
