using Loadline.Core.Predictors;

namespace Loadline.Learning.Evaluation;

/// <summary>A router as measured: its expectations on test rows and the knobs that training rows gave it.</summary>
/// <param name="Name">As reports show it.</param>
/// <param name="Note">What it knows.</param>
/// <param name="Scores">Its expectations on the test rows.</param>
/// <param name="Knobs">Chosen on training rows only, dearest first.</param>
/// <param name="Chosen">Whether cross-validation on training rows picked it.</param>
/// <param name="Novelty">Each test row's novelty over the bound; <see langword="null"/> where the router has no such measure.</param>
public sealed record RouterUnderTest(
    string Name, string Note, Scores Scores, IReadOnlyList<PolicyKnob> Knobs, bool Chosen = false, bool[]? Novelty = null)
{
    /// <summary>Gets a value indicating whether the router has settings at all; one that has not is a single point.</summary>
    public bool HasPath { get; init; } = true;
}
