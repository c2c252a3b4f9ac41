using System.CommandLine;
using Loadline.Cli.Connect;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline connect</c>: coding agents that use this gateway.</summary>
internal static class ConnectCommand
{
    public static Command Create()
    {
        var command = new Command("connect", "Point a coding agent at the gateway: print its settings, write them, or undo that.");
        foreach (var target in ConnectTarget.All)
        {
            command.Add(Create(target));
        }

        return command;
    }

    private static Command Create(ConnectTarget target)
    {
        var url = new Option<string>("--url") { Description = "The gateway.", DefaultValueFactory = _ => "http://127.0.0.1:4242" };
        var route = new Option<string>("--route") { Description = "The route or model to ask for.", DefaultValueFactory = _ => "auto" };
        var key = new Option<string?>("--key") { Description = "The key of `loadline keys create`, where the gateway asks for keys." };
        var write = new Option<bool>("--write") { Description = "Write the settings; what was there is kept for --undo." };
        var undo = new Option<bool>("--undo") { Description = "Put the settings back as they were." };
        var home = new Option<string?>("--home") { Description = "The home folder; default: the user's." };
        var command = new Command(target.Name, $"Settings in ~/{target.File}.") { url, route, key, write, undo, home };
        command.SetAction((parsed, _) => UserError.GuardAsync(() => Task.FromResult(Run(
            target,
            new Connector(parsed.GetValue(home) ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
            Settings(parsed.GetValue(url)!, parsed.GetValue(route)!, parsed.GetValue(key)),
            parsed.GetValue(write),
            parsed.GetValue(undo)))));
        return command;
    }

    private static ConnectSettings Settings(string url, string route, string? key)
    {
        var plain = url.TrimEnd('/');
        plain = plain.EndsWith("/v1", StringComparison.Ordinal) ? plain[..^3] : plain;
        return Uri.TryCreate(plain, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new ConnectSettings(plain, route, key)
            : throw new UserError($"'{url}' is no address; write one such as http://127.0.0.1:4242.");
    }

    private static int Run(ConnectTarget target, Connector connector, ConnectSettings settings, bool write, bool undo)
    {
        if (write && undo)
        {
            throw new UserError("--write and --undo are two things; give one of them.");
        }

        var file = connector.FileOf(target);
        if (undo)
        {
            var undone = connector.Undo(target);
            Console.WriteLine(undone ? $"{file} is without Loadline again." : $"{target.Name} was not connected by this command; nothing was changed.");
            return undone ? ExitCodes.Done : ExitCodes.Failed;
        }

        if (!write)
        {
            Console.Write(connector.Preview(target, settings));
            Console.Error.WriteLine($"This is what {file} would hold; --write writes it. {target.Note}");
            return ExitCodes.Done;
        }

        connector.Write(target, settings);
        Console.WriteLine($"{file} points at {settings.Url} and asks for '{settings.Route}'. {target.Note} Undo: loadline connect {target.Name} --undo");
        return ExitCodes.Done;
    }
}
