namespace Loadline.Learning.Gating;

/// <summary>One thing that the gate looked at.</summary>
/// <param name="Route">The route.</param>
/// <param name="Name">What was looked at: <c>line</c>, <c>hard cases</c>, or <c>rule NAME, segment SEGMENT</c>.</param>
/// <param name="Passed">Whether it may be merged.</param>
/// <param name="Message">What was found, with its interval.</param>
public sealed record GateFinding(string Route, string Name, bool Passed, string Message)
{
    /// <summary>Gets the figure that was tested; <see langword="null"/> where too few rows say anything, or the certification has it.</summary>
    public GateFigure? Figure { get; init; }
}
