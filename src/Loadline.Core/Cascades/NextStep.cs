namespace Loadline.Core.Cascades;

/// <summary>The step that a cascade goes to after a rejection.</summary>
/// <param name="Step">Its position among the candidates.</param>
/// <param name="Quality">Its expected quality, given the rejections; not a number where nobody was expected to do better.</param>
/// <param name="Value">That, less λ times its expected cost.</param>
/// <param name="Better">How many of those left are expected to be better still: with none, its answer is served unchecked.</param>
public readonly record struct NextStep(int Step, double Quality, double Value, int Better);
