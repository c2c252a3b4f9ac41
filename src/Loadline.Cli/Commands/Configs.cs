using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;

namespace Loadline.Cli.Commands;

/// <summary>Reads config files for the commands.</summary>
internal static class Configs
{
    /// <exception cref="UserError">The file cannot be read or holds errors; the message lists all of them.</exception>
    public static LoadlineConfig Load(string path)
    {
        var result = ConfigReader.Read(ReadText(path), path, Environment.GetEnvironmentVariable);
        return result.Config ?? throw new UserError(Describe(path, result.Errors));
    }

    public static RuntimeSnapshot Build(LoadlineConfig config) => SnapshotBuilder.Build(config, null, BuiltInCatalog.Instance);

    public static string Describe(string path, IReadOnlyList<ConfigError> errors) =>
        string.Join(Environment.NewLine, errors) + Environment.NewLine
        + $"{errors.Count} {(errors.Count == 1 ? "error" : "errors")} in {path}; nothing was started.";

    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot read {path}: {error.Message}");
        }
    }
}
