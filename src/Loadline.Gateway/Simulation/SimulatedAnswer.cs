namespace Loadline.Gateway.Simulation;

/// <summary>What a simulated model is about to say.</summary>
/// <param name="Text">The answer.</param>
/// <param name="InputTokens">Prompt tokens to report.</param>
/// <param name="OutputTokens">Generated tokens to report.</param>
/// <param name="Cost">The recorded cost of a replayed row; <see langword="null"/> where none is recorded.</param>
/// <param name="TimeToFirstToken">How long it is silent first.</param>
/// <param name="Duration">How long it takes altogether.</param>
internal readonly record struct SimulatedAnswer(
    string Text, int InputTokens, int OutputTokens, decimal? Cost, TimeSpan TimeToFirstToken, TimeSpan Duration);
