namespace Loadline.Cli.Connect;

/// <summary>What a settings file was before it was connected, so that it can be put back.</summary>
/// <param name="File">The settings file.</param>
/// <param name="Before">Its text; <see langword="null"/>: there was none.</param>
/// <param name="After">The text that was written.</param>
internal sealed record ConnectState(string File, string? Before, string After);
