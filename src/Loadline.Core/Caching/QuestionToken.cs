namespace Loadline.Core.Caching;

/// <summary>A word, a number or a sign of a question.</summary>
/// <param name="Text">In lower case; what is quoted, as it is.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsName">Whether it was written with a capital although no sentence begins with it.</param>
internal readonly record struct QuestionToken(string Text, QuestionTokenKind Kind, bool IsName)
{
    /// <summary>Gets whether it is an article: "a cat", and neither "hepatitis A" nor "a + b".</summary>
    public bool IsArticle { get; init; }
}
