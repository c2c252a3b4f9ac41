using Loadline.Core.Policies;

namespace Loadline.Core.Caching;

/// <summary>How answers are given to questions that only mean the same.</summary>
/// <param name="Threshold">The similarity that two questions must reach, in [<see cref="LeastThreshold"/>,1]: the cosine of their vectors. <c>loadline cache fit</c> finds it.</param>
/// <param name="Embeddings">Who embeds questions.</param>
public sealed record SemanticCacheConfig(double Threshold, EmbeddingSource Embeddings)
{
    /// <summary>The least threshold: below it questions have little in common.</summary>
    public const double LeastThreshold = 0.5;

    /// <summary>The longest question that is compared, in UTF-8 bytes: of a longer one a word that changes the answer is too small a part of its vector.</summary>
    public const int MostBytes = 2_000;

    /// <summary>The most questions that one is compared with, unless the config says otherwise: a tenth of a millisecond or two at 1,024 numbers each.</summary>
    public const int DefaultEntries = 1_000;

    /// <summary>Gets how long an answer is given to similar questions; never longer than to the same one. <see langword="null"/>: as long.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Gets the most questions that one is compared with, which are those of the same tenant that differ in nothing else; the oldest go first.</summary>
    public int Entries { get; init; } = DefaultEntries;
}
