using Loadline.Cli.Commands;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;

namespace Loadline.Cli.Serve;

/// <summary>Reads the outcome tables that a config's simulated providers replay, so that a bad one shows at start and not in a request.</summary>
internal static class OutcomeTables
{
    /// <exception cref="UserError">A table cannot be read; the message names its line where one is to blame.</exception>
    public static IReadOnlyDictionary<string, OutcomeTable> Load(LoadlineConfig config) =>
        config.Providers.Select(provider => provider.Outcomes).OfType<string>().Distinct(StringComparer.Ordinal)
            .ToDictionary(path => path, Load, StringComparer.Ordinal);

    /// <summary>Marks simulated providers with the state of their tables' files.</summary>
    public static LoadlineConfig Stamped(LoadlineConfig config) => config with
    {
        Providers = [.. config.Providers.Select(provider =>
            provider.Outcomes is { } path ? provider with { OutcomesStamp = FileStamps.Of([path]) } : provider)],
    };

    /// <exception cref="UserError">The table cannot be read.</exception>
    public static OutcomeTable Load(string path)
    {
        try
        {
            return OutcomeTable.Load(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"There is no file {path}.");
        }
        catch (Exception error) when (error is OutcomeTableException or IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }
    }
}
