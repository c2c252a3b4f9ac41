namespace Loadline.Cli.Replay;

/// <summary>One request of a replay.</summary>
/// <param name="RowId">The outcome table's row.</param>
/// <param name="Body">The whole request body, UTF-8 JSON.</param>
internal sealed record ReplayRequest(string RowId, byte[] Body);
