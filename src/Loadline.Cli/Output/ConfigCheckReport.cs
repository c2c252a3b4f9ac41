using Loadline.Core.Configuration;

namespace Loadline.Cli.Output;

/// <summary>What <c>config check --json</c> prints.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Ok">Whether it can be served.</param>
/// <param name="Errors">Every error, in the file's order; none where it is good.</param>
internal sealed record ConfigCheckReport(string File, bool Ok, IReadOnlyList<ConfigError> Errors);
