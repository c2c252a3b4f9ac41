namespace Loadline.Core.Statistics;

/// <summary>Mean squares of a line's two differences on data other than the certifying rows; not above 0: unknown.</summary>
/// <param name="KeepSquare">E[(served − keep · reference)²].</param>
/// <param name="LoseSquare">E[(lose − lost)²].</param>
public readonly record struct LinePrior(double KeepSquare, double LoseSquare);
