namespace Loadline.Core.Policies;

/// <summary>What the router model said of one request.</summary>
/// <param name="Outcome">Whether it named a candidate, and why not.</param>
/// <param name="Candidate">The position in the pool of what it named; -1: nothing.</param>
public readonly record struct LlmAnswer(LlmOutcome Outcome, int Candidate);
