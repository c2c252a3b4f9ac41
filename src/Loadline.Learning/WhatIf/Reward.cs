namespace Loadline.Learning.WhatIf;

/// <summary>A grade of what one model answered, or would have answered, to a logged request.</summary>
/// <param name="Model">The model.</param>
/// <param name="Quality">In [0,1].</param>
/// <param name="Rate">The probability with which such a request is graded, in (0,1]; <see langword="null"/>: unknown, to be estimated by how many of the same choice were.</param>
/// <param name="NeedsChoice">
/// Whether the grade is there only because routing chose the model. A re-run of the reference is there whatever was chosen, and tells of it
/// without any randomised choice.
/// </param>
public sealed record Reward(string Model, double Quality, double? Rate, bool NeedsChoice)
{
    /// <summary>Gets what the graded answer cost, in USD, where it was made for the grade alone; <see langword="null"/>: what was served has its cost in the decision.</summary>
    public decimal? CostUsd { get; init; }
}
