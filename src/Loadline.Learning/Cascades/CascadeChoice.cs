namespace Loadline.Learning.Cascades;

/// <summary>A cascade, and what it came to on the rows it was chosen on.</summary>
/// <param name="Steps">In order; the last is served unchecked.</param>
/// <param name="Quality">Mean quality.</param>
/// <param name="Cost">Mean cost, drafts included.</param>
public sealed record CascadeChoice(IReadOnlyList<CascadeStep> Steps, double Quality, double Cost);
