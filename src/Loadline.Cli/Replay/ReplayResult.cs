namespace Loadline.Cli.Replay;

/// <summary>How one replayed request ended, as its caller saw it.</summary>
/// <param name="RowId">The outcome table's row.</param>
/// <param name="Model">The model that served; <see langword="null"/> where none did.</param>
/// <param name="Status">HTTP status; 0 where there was no answer.</param>
/// <param name="CostUsd">What the gateway said it cost, in the table's unit; <see langword="null"/> where it said nothing.</param>
/// <param name="LatencyMs">Milliseconds from sending to the whole answer.</param>
/// <param name="Text">The answer.</param>
/// <param name="Error">What went wrong; <see langword="null"/> where nothing did.</param>
internal sealed record ReplayResult(
    string RowId, string? Model, int Status, decimal? CostUsd, double LatencyMs, string? Text, string? Error);
