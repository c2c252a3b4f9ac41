namespace Loadline.Core.Signals;

/// <summary>What a request is taken to ask for.</summary>
/// <param name="Kind">The likeliest kind.</param>
/// <param name="Confidence">Its share among all kinds, 0 to 1: a ranking of certainty, not a calibrated probability.</param>
public readonly record struct TaskGuess(TaskKind Kind, float Confidence);
