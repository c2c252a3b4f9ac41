namespace Loadline.Core.Caching;

/// <summary>What a token of a question is.</summary>
internal enum QuestionTokenKind : byte
{
    Word,

    /// <summary>With a digit in it.</summary>
    Number,

    /// <summary>A sign that changes what is meant or computed; punctuation is no token.</summary>
    Sign,

    /// <summary>What stands between quotation marks or backticks, letter by letter.</summary>
    Quoted,
}
