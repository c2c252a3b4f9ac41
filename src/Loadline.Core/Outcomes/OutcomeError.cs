namespace Loadline.Core.Outcomes;

/// <summary>Something wrong with one line of a table.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public readonly record struct OutcomeError(long Line, string Message);
