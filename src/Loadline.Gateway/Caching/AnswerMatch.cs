namespace Loadline.Gateway.Caching;

/// <summary>Why an answer to another request is given.</summary>
/// <param name="Kind"><c>wording</c> or <c>semantic</c>.</param>
/// <param name="Similarity">How similar the questions are; 1 by wording.</param>
/// <param name="Age">How old the answer is.</param>
internal sealed record AnswerMatch(string Kind, float Similarity, TimeSpan Age)
{
    public const string Wording = "wording";
    public const string Semantic = "semantic";
}
