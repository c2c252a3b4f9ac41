namespace Loadline.Core.Predictors;

/// <summary>The features of one request: two sets of buckets and the dense values. Pooled; not thread-safe.</summary>
public sealed class FeatureVector
{
    /// <summary>Gets the buckets of words and pairs of words, each once.</summary>
    public ReadOnlySpan<int> Words => WordBuckets.AsSpan(0, WordCount);

    /// <summary>Gets the buckets of character n-grams, each once, in order of first appearance.</summary>
    public ReadOnlySpan<int> Grams => GramBuckets.AsSpan(0, GramCount);

    /// <summary>Gets the dense features, <see cref="FeatureSchema.Dense"/> of them.</summary>
    public ReadOnlySpan<float> Dense => DenseValues;

    /// <summary>Gets a bit for each bucket that is there.</summary>
    internal ulong[] Seen { get; } = new ulong[FeatureSchema.Buckets / 64];

    // One word and one pair of neighbours end at most at every second byte; an n-gram starts at every byte.
    internal int[] WordBuckets { get; } = new int[FeatureSchema.MaxBytes + 16];

    internal int WordCount { get; set; }

    internal int[] GramBuckets { get; } = new int[FeatureSchema.GramBytes + 16];

    internal int GramCount { get; set; }

    internal float[] DenseValues { get; } = new float[FeatureSchema.Dense];

    /// <summary>Gets room for the hashes of a short text's words.</summary>
    internal uint[] ShortWords { get; } = new uint[FeatureSchema.ShortWords];

    /// <summary>Gets room for the folded text.</summary>
    internal byte[] Normal { get; } = new byte[FeatureSchema.MaxBytes + TextFold.Slack];

    /// <summary>Gets room for where its words are.</summary>
    internal ulong[] Masks { get; } = new ulong[WordMask.Room];

    /// <summary>Takes features that were stored, in place of a text's.</summary>
    internal void Restore(ReadOnlySpan<int> words, ReadOnlySpan<int> grams, ReadOnlySpan<float> dense)
    {
        Clear();
        words.CopyTo(WordBuckets);
        grams.CopyTo(GramBuckets);
        dense.CopyTo(DenseValues);
        (WordCount, GramCount) = (words.Length, grams.Length);
    }

    internal void Clear()
    {
        // Only the bits that were set: the whole bitmap is 16 KB.
        foreach (var bucket in Words)
        {
            Seen[bucket >> 6] = 0;
        }

        foreach (var bucket in Grams)
        {
            Seen[bucket >> 6] = 0;
        }

        WordCount = GramCount = 0;
    }
}
