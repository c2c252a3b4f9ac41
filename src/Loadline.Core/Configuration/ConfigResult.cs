namespace Loadline.Core.Configuration;

/// <summary>What reading a config file came to: a config, or every error in it.</summary>
/// <param name="Config">The config; <see langword="null"/> where there is any error.</param>
/// <param name="Errors">Every error, in the order of the file.</param>
public sealed record ConfigResult(LoadlineConfig? Config, IReadOnlyList<ConfigError> Errors)
{
    /// <summary>Gets the full paths of the other files that decide what is served (policy artifacts, outcome tables), bad ones included.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}
