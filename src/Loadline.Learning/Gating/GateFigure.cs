namespace Loadline.Learning.Gating;

/// <summary>A figure of the gate with its interval.</summary>
/// <param name="What">What it measures, with its unit.</param>
/// <param name="Estimate">The estimate.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
/// <param name="Limit">What it is held to: a change of quality may not be surely below it, a share of hard cases must be above it.</param>
/// <param name="Rows">The rows that it rests on.</param>
public sealed record GateFigure(string What, double Estimate, double Low, double High, double Limit, int Rows);
