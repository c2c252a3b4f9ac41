namespace Loadline.Learning.Certification;

/// <summary>What a setting served on units (requests, or sessions), beside the reference.</summary>
/// <param name="Served">Mean quality served, per unit.</param>
/// <param name="Lost">Share of lost requests, per unit.</param>
/// <param name="Cost">Mean cost, per unit, in the table's unit.</param>
public sealed record StepOutcomes(float[] Served, float[] Lost, double[] Cost);
