namespace Loadline.Learning.Evaluation;

/// <summary>One setting of a router: what it costs and how good it is, per row.</summary>
public readonly record struct FrontierPoint(double Cost, double Quality);
