namespace Loadline.Cli.Import;

/// <summary>Something of the old config that is not in the new one as it was.</summary>
/// <param name="Line">Its line in the old config; 0 where none.</param>
/// <param name="Path">Its path there.</param>
/// <param name="Message">What became of it, or what to do instead.</param>
internal sealed record ImportNote(long Line, string Path, string Message);
