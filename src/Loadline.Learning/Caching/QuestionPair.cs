namespace Loadline.Learning.Caching;

/// <summary>Two questions, and whether one's answer serves the other: a line of the file of <c>loadline cache fit</c>.</summary>
/// <param name="First">The question whose answer is kept.</param>
/// <param name="Second">The question that is asked.</param>
/// <param name="IsSame">Whether the first's answer serves the second.</param>
public sealed record QuestionPair(string First, string Second, bool IsSame);
