namespace Loadline.Learning.Grading;

/// <summary>How grading went.</summary>
/// <param name="Graded">Answers that got a grade.</param>
/// <param name="Changed">Those among them whose earlier grade was another.</param>
/// <param name="WithoutResponse">Outcomes without an answer's text, left as they were.</param>
/// <param name="Failed">Answers that got none: malformed verdicts, missing keys or labels.</param>
/// <param name="Problems">Why, with counts.</param>
/// <param name="Examples">The first of them, by row and model.</param>
public sealed record GradeReport(
    long Graded, long Changed, long WithoutResponse, long Failed, IReadOnlyDictionary<string, long> Problems, IReadOnlyList<string> Examples);
