namespace Loadline.Learning.Evaluation;

/// <summary>How the rows were split, and what was fitted on what.</summary>
/// <param name="Kind"><c>other table</c>, <c>drawn rows</c>, or <c>folds</c>; <c>given policy, …</c> where nothing was trained.</param>
/// <param name="TrainTable">The table that trained, where it is another one.</param>
/// <param name="TrainRows">Training rows of a split, on average.</param>
/// <param name="TestRows">Test rows of a split, on average.</param>
/// <param name="Splits">Number of splits.</param>
/// <param name="FirstSeed">Seed of the first.</param>
/// <param name="Keep">The share of the reference's quality that quoted knobs were chosen for, on training rows.</param>
/// <param name="Overlap">Training prompts that were left out because the test table has them too.</param>
public sealed record EvalProtocol(
    string Kind, string? TrainTable, int TrainRows, int TestRows, int Splits, int FirstSeed, double Keep, int Overlap);
