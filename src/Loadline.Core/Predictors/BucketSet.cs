namespace Loadline.Core.Predictors;

/// <summary>Adds buckets to a list, each once; on the stack while a text is read, so that its counts stay in registers.</summary>
internal ref struct BucketSet(Span<ulong> seen, Span<int> buckets, int count)
{
    private readonly Span<ulong> _seen = seen;
    private readonly Span<int> _buckets = buckets;

    public int Count { get; private set; } = count;

    /// <summary>Adds the bucket of a hash, whose upper bits must be the well mixed ones.</summary>
    public void Add(uint hash)
    {
        var bucket = (int)(hash >> (32 - FeatureSchema.BucketBits));
        ref var cell = ref _seen[bucket >> 6];
        var bit = 1UL << (bucket & 63);
        if ((uint)Count < (uint)_buckets.Length)
        {
            // Written always, counted where new: whether it is new cannot be foreseen by the processor.
            _buckets[Count] = bucket;
            Count += (cell & bit) == 0 ? 1 : 0;
            cell |= bit;
        }
    }
}
