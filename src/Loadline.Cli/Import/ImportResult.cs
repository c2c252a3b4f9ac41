namespace Loadline.Cli.Import;

/// <summary>A converted config.</summary>
/// <param name="Yaml">The text of a <c>loadline.yaml</c>.</param>
/// <param name="Notes">What has no equal, in the order of the old file.</param>
/// <param name="Variables">The environment variables that it names.</param>
internal sealed record ImportResult(string Yaml, IReadOnlyList<ImportNote> Notes, IReadOnlyList<string> Variables);
