using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Loadline.Gateway.Telemetry;

/// <summary>Tags as one call site writes them: the key that finds a series. The same tags in another order are another key of the same series.</summary>
internal sealed class TagSet
{
    private readonly KeyValuePair<string, object?>[] _tags;

    public TagSet(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricCell cell)
    {
        Hash = hash;
        _tags = tags.ToArray();
        Cell = cell;
    }

    public int Hash { get; }

    public MetricCell Cell { get; }

    /// <summary>Hashes tags, order included. Allocates nothing.</summary>
    /// <remarks>
    /// Samples each text instead of reading all of it: string.GetHashCode resists attackers and takes several times as long. Label values come
    /// from the config, and the cap on series bounds what a bad spread could cost.
    /// </remarks>
    public static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = 17UL;
        foreach (ref readonly var tag in tags)
        {
            hash = Mix(hash, HashOf(tag.Key));
            hash = Mix(hash, tag.Value is string text ? HashOf(text) : (uint)(tag.Value?.GetHashCode() ?? 0));
        }

        return (int)(hash >> 32) ^ (int)hash;
    }

    public bool Matches(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var mine = _tags;
        if (hash != Hash || mine.Length != tags.Length)
        {
            return false;
        }

        for (var i = 0; i < mine.Length; i++)
        {
            if (!Same(mine[i].Value, tags[i].Value) || !string.Equals(mine[i].Key, tags[i].Key, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(object? mine, object? theirs)
        => ReferenceEquals(mine, theirs)
            || (mine is string a ? theirs is string b && string.Equals(a, b, StringComparison.Ordinal) : mine is not null && mine.Equals(theirs));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash, ulong value) => (hash ^ value) * 0x9E3779B97F4A7C15UL;

    /// <summary>Hashes the length, and the first, middle and last four letters.</summary>
    private static ulong HashOf(string text)
    {
        if (text.Length < 4)
        {
            var small = (ulong)text.Length;
            foreach (var letter in text)
            {
                small = (small << 16) | letter;
            }

            return small;
        }

        var letters = text.AsSpan();
        return Mix(Mix((ulong)text.Length ^ Four(letters), Four(letters[((text.Length - 4) / 2)..])), Four(letters[^4..]));
    }

    private static ulong Four(ReadOnlySpan<char> letters) => MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(letters));
}
