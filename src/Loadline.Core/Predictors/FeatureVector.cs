namespace Loadline.Core.Predictors;

/// <summary>The features of one request: two sets of buckets and the dense values. Pooled; not thread-safe.</summary>
public sealed class FeatureVector
{
    private readonly ulong[] _seen = new ulong[FeatureSchema.Buckets / 64];

    // One word and one bigram end at most at every second byte; an n-gram starts at every byte.
    private readonly int[] _words = new int[FeatureSchema.MaxBytes + 16];
    private readonly int[] _grams = new int[FeatureSchema.GramBytes + 16];
    private readonly float[] _dense = new float[FeatureSchema.Dense];
    private int _wordCount;
    private int _gramCount;

    /// <summary>Gets the buckets of words and pairs of words, each once, in order of first appearance.</summary>
    public ReadOnlySpan<int> Words => _words.AsSpan(0, _wordCount);

    /// <summary>Gets the buckets of character n-grams, each once, in order of first appearance.</summary>
    public ReadOnlySpan<int> Grams => _grams.AsSpan(0, _gramCount);

    /// <summary>Gets the dense features, <see cref="FeatureSchema.Dense"/> of them.</summary>
    public ReadOnlySpan<float> Dense => _dense;

    internal Span<float> DenseValues => _dense;

    internal byte[] Normal { get; } = new byte[FeatureSchema.MaxBytes + 16];

    /// <summary>Takes features that were stored, in place of a text's.</summary>
    internal void Restore(ReadOnlySpan<int> words, ReadOnlySpan<int> grams, ReadOnlySpan<float> dense)
    {
        Clear();
        words.CopyTo(_words);
        grams.CopyTo(_grams);
        dense.CopyTo(_dense);
        (_wordCount, _gramCount) = (words.Length, grams.Length);
    }

    internal void Clear()
    {
        // Only the bits that were set: the whole bitmap is 16 KB.
        foreach (var bucket in Words)
        {
            _seen[bucket >> 6] = 0;
        }

        foreach (var bucket in Grams)
        {
            _seen[bucket >> 6] = 0;
        }

        _wordCount = _gramCount = 0;
    }

    /// <summary>Goes on with one of the sets; <see cref="Added"/> takes it back.</summary>
    internal BucketSet Adding(bool grams) => grams ? new BucketSet(_seen, _grams, _gramCount) : new BucketSet(_seen, _words, _wordCount);

    internal void Added(in BucketSet set, bool grams)
    {
        if (grams)
        {
            _gramCount = set.Count;
        }
        else
        {
            _wordCount = set.Count;
        }
    }
}
