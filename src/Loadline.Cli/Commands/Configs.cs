using Loadline.Cli.Catalogs;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;

namespace Loadline.Cli.Commands;

/// <summary>Reads config files for the commands.</summary>
internal static class Configs
{
    /// <exception cref="UserError">The file cannot be read or holds errors; the message lists all of them.</exception>
    public static LoadlineConfig Load(string path) => LoadWithFiles(path).Config;

    /// <summary>Loads a config and lists the other files that decide what it serves.</summary>
    /// <exception cref="UserError">The file cannot be read or holds errors; the message lists all of them.</exception>
    public static (LoadlineConfig Config, IReadOnlyList<string> Files) LoadWithFiles(string path)
    {
        var result = Read(path);
        return (result.Config ?? throw new UserError(Describe(path, result.Errors)), result.Files);
    }

    public static RuntimeSnapshot Build(LoadlineConfig config) => SnapshotBuilder.Build(config, null, CatalogFiles.Current);

    public static string Describe(string path, IReadOnlyList<ConfigError> errors) =>
        string.Join(Environment.NewLine, errors) + Environment.NewLine
        + $"{Count(errors)} in {path}; nothing was started.";

    public static string Count(IReadOnlyList<ConfigError> errors) => errors.Count == 1 ? "1 error" : $"{errors.Count} errors";

    /// <summary>Says what there is, to someone who named something else.</summary>
    public static UserError Unknown(string name, RuntimeSnapshot snapshot) => new(
        $"'{name}' is neither a route nor a model. Routes: {List(snapshot.Routes.Select(route => route.Name))}; "
        + $"models: {List(snapshot.Candidates.Select(candidate => candidate.Name))}.");

    /// <exception cref="UserError">The file cannot be read.</exception>
    public static ConfigResult Read(string path)
    {
        try
        {
            // Bytes, as the watcher reads them: a mark at the start must not look like a change.
            return ConfigReader.Read(File.ReadAllBytes(path), path, Environment.GetEnvironmentVariable);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"There is no file {path}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot read {path}: {error.Message}");
        }
    }

    private static string List(IEnumerable<string> names) => names.DefaultIfEmpty("none").Aggregate((all, name) => all + ", " + name);
}
