namespace Loadline.Learning.Caching;

/// <summary>A question and which answer serves it.</summary>
/// <param name="Text">What is asked.</param>
/// <param name="Answer">Equal for questions that one answer serves; <see cref="Unknown"/>: no answer that is kept.</param>
public sealed record CacheQuestion(string Text, int Answer)
{
    /// <summary>The answer of a question that none of the kept answers serves.</summary>
    public const int Unknown = -1;
}
