namespace Loadline.Learning.Evaluation;

/// <summary>What a router did on the rows of one group.</summary>
public sealed record GroupResult(int Rows, double Quality, double Cost);
