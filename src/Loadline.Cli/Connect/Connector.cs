using System.Text.Json.Nodes;
using Loadline.Cli.Commands;

namespace Loadline.Cli.Connect;

/// <summary>Writes an agent's settings and puts them back.</summary>
/// <param name="home">The user's home folder.</param>
internal sealed class Connector(string home)
{
    public string FileOf(ConnectTarget target) => Path.Combine(home, target.File.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Makes the new settings without writing them.</summary>
    public string Preview(ConnectTarget target, ConnectSettings settings) => target.Connect(Read(FileOf(target)), settings);

    /// <summary>Writes the new settings, and remembers the old ones.</summary>
    public void Write(ConnectTarget target, ConnectSettings settings)
    {
        var file = FileOf(target);
        var now = Read(file);
        var after = target.Connect(now, settings);

        // Connected twice: what was there before the first time is what undo goes back to.
        var before = ReadState(target) is { } earlier && now is not null ? earlier.Before : now;
        WriteState(target, new ConnectState(file, before, after));
        Save(file, after);
    }

    /// <summary>Puts the settings back.</summary>
    /// <returns>Whether there was anything to undo.</returns>
    public bool Undo(ConnectTarget target)
    {
        if (ReadState(target) is not { } state)
        {
            return false;
        }

        // Untouched since: back to the byte. Changed since: only what is ours goes.
        var now = Read(state.File);
        var old = now is null || now == state.After ? state.Before : target.Disconnect(now, state.Before);
        if (old is null)
        {
            File.Delete(state.File);
        }
        else if (now is not null)
        {
            Save(state.File, old);
        }

        File.Delete(StateFile(target));
        return true;
    }

    private string StateFile(ConnectTarget target) => Path.Combine(home, ".loadline", "connect", target.Name + ".json");

    private static string? Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot read {file}: {error.Message}");
        }
    }

    private static void Save(string file, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file + ".loadline", text);
            File.Move(file + ".loadline", file, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot write {file}: {error.Message}");
        }
    }

    private ConnectState? ReadState(ConnectTarget target) =>
        Read(StateFile(target)) is { } text && JsonNode.Parse(text) is JsonObject json && json["file"]?.GetValue<string>() is { } file && json["after"]?.GetValue<string>() is { } after
            ? new ConnectState(file, json["before"]?.GetValue<string>(), after)
            : null;

    // Settings may hold keys: nobody else reads them.
    private void WriteState(ConnectTarget target, ConnectState state)
    {
        var file = StateFile(target);
        Save(file, JsonSettings.Write(new JsonObject { ["file"] = state.File, ["before"] = state.Before, ["after"] = state.After }));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
