namespace Loadline.Cli.Demo;

/// <summary>Numbers that depend on nothing but a seed and some names: the same on every machine and in every run.</summary>
/// <remarks>
/// FNV-1a over UTF-16 units with the finaliser of MurmurHash3 behind it, because the low bits of FNV alone are too regular to be
/// read as uniform. <see cref="string.GetHashCode()"/> is salted per process, and <see cref="Random"/> depends on the order of the calls.
/// </remarks>
internal static class StableHash
{
    /// <summary>A 64-bit hash of the seed and the three names.</summary>
    public static ulong Of(int seed, string first, string second, string purpose)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        hash = Add(Add(Add(hash, first), second), purpose);
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }

    /// <summary>A uniform number in (0, 1), never an end point, so that its logit is finite.</summary>
    public static double Uniform(int seed, string first, string second, string purpose)
        => ((Of(seed, first, second, purpose) >> 11) + 0.5) * (1.0 / (1UL << 53));

    private static ulong Add(ulong hash, string text)
    {
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }

        // A separator that no name holds, so that ("ab", "c") and ("a", "bc") differ.
        return (hash ^ 0xFFFF) * 1099511628211UL;
    }
}
