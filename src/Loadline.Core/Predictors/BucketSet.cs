using System.Runtime.CompilerServices;

namespace Loadline.Core.Predictors;

/// <summary>Adds buckets to a list, each once.</summary>
internal static class BucketSet
{
    /// <summary>Adds the bucket of a hash, whose upper bits must be the well mixed ones.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="seen">A bit for each bucket.</param>
    /// <param name="buckets">The list; what has no room is left out.</param>
    /// <param name="count">Buckets in the list.</param>
    /// <returns>Buckets in the list.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(uint hash, Span<ulong> seen, Span<int> buckets, int count)
    {
        var bucket = (int)(hash >> (32 - FeatureSchema.BucketBits));
        if ((uint)count >= (uint)buckets.Length)
        {
            return count;
        }

        // Written always, counted where new: whether it is new cannot be foreseen by the processor.
        ref var cell = ref seen[bucket >> 6];
        var bit = 1UL << (bucket & 63);
        buckets[count] = bucket;
        count += (cell & bit) == 0 ? 1 : 0;
        cell |= bit;
        return count;
    }
}
