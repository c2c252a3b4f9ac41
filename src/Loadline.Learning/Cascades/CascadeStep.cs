namespace Loadline.Learning.Cascades;

/// <summary>One step of a cascade.</summary>
/// <param name="Model">Position among the table's models.</param>
/// <param name="Threshold">The least probability that its answer is served with; 0 for the last step.</param>
public readonly record struct CascadeStep(int Model, double Threshold);
