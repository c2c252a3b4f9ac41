using Loadline.Core.Signals;
using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Predictors;

/// <summary>What the features of a request are, so that training and serving cannot mean different things by a number.</summary>
/// <remarks>
/// Any change of a constant here, of <see cref="FeatureExtractor"/> or of <see cref="DenseFeatures"/> that changes a value is a new
/// <see cref="Version"/>: artifacts of another version are refused.
/// </remarks>
public static class FeatureSchema
{
    /// <summary>The version that artifacts and stored vectors name.</summary>
    public const int Version = 2;

    /// <summary>Hashed features fall into 2^17 buckets: their set is a bitmap of 16 KB, which stays in the first-level cache.</summary>
    public const int BucketBits = 17;

    /// <summary>How many buckets words and letter sequences are hashed to.</summary>
    public const int Buckets = 1 << BucketBits;

    /// <summary>Bytes that are read of a text, half from either end: instructions and the question itself stand there.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>Bytes of which character n-grams are taken, half from either end; words are taken of all that is read.</summary>
    public const int GramBytes = 1024;

    /// <summary>Most words of a text whose pairs of words that stand apart are features.</summary>
    public const int ShortWords = 24;

    /// <summary>Number of dense features: shape of the text, classes of its words, fields it speaks of, the conversation around it.</summary>
    public const int Dense = DenseOfText + DenseFeatures.ConversationCount;

    /// <summary>Of these the first so many are of the text alone.</summary>
    public const int DenseOfText = DenseFeatures.ShapeCount + (int)WordClass.Common + DomainCounts.Length;
}
