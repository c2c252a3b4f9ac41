namespace Loadline.Learning.Certification;

/// <summary>Where a row would go.</summary>
/// <param name="Candidate">The candidate's name; <see langword="null"/>: nobody can serve it.</param>
/// <param name="Rule">The rule that fired; <see langword="null"/>: none.</param>
public readonly record struct RowDecision(string? Candidate, string? Rule);
