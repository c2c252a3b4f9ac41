namespace Loadline.Learning.Grading;

/// <summary>What a grader says of an answer.</summary>
/// <param name="Score">In [0,1]; <see langword="null"/> where no grade came about.</param>
/// <param name="Reason">Why not more; <see langword="null"/> where nothing is to be said.</param>
/// <param name="Problem">Why there is no grade.</param>
/// <param name="Preference">Against another answer: -1 worse, 0 equal, 1 better; <see langword="null"/> for absolute grades.</param>
public sealed record Grade(double? Score, string? Reason = null, string? Problem = null, int? Preference = null)
{
    /// <summary>No grade, and why.</summary>
    public static Grade None(string problem) => new(null, Problem: problem);
}
