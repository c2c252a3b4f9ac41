using System.Buffers.Binary;
using System.Numerics;
using Loadline.Core.Signals;

namespace Loadline.Core.Predictors;

/// <summary>Turns a text into features. The same code trains and serves; allocates nothing.</summary>
/// <remarks>
/// Letters are folded to lower case, every digit to '0', runs of white space to one blank. Words are runs of letters, numbers runs of
/// digits (so that only their length tells them apart); a character of a script without spaces is a word. Hashed are words, pairs of
/// neighbouring words, and every three bytes of the folded text (four and five were measured to add nothing but time). In a short text
/// every two words that stand apart are a pair, too, in either order: there so few words carry the meaning that which of them come
/// together tells most. A feature is there or not: how often it occurs says little of a prompt, and weighs down long ones.
/// </remarks>
public static class FeatureExtractor
{
    private const ulong WordSeed = 0x9E3779B97F4A7C15;
    private const ulong Prime = 0xD6E8FEB86659FD93;

    /// <summary>Extracts the features of a text and its surroundings.</summary>
    /// <param name="text">The last user message, UTF-8.</param>
    /// <param name="conversation">What stands around it.</param>
    /// <param name="into">Overwritten.</param>
    public static void Extract(ReadOnlySpan<byte> text, in ConversationFacts conversation, FeatureVector into)
    {
        var shape = TextShape.Of(text);
        Extract(text, shape, conversation, into);
    }

    /// <summary>As the other overload, where the text's shape is known already.</summary>
    public static void Extract(ReadOnlySpan<byte> text, in TextShape shape, in ConversationFacts conversation, FeatureVector into)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        DenseFeatures.Write(shape, TextTail.Of(text), conversation, into.DenseValues);
        var length = TextFold.Fold(text, into.Normal);
        into.WordCount = Words(length, into);
        into.GramCount = Grams(into.Normal.AsSpan(0, length), into.Seen, into.GramBuckets);
    }

    private static int Words(int length, FeatureVector into)
    {
        var (text, hashes) = (into.Normal, into.ShortWords);
        Span<ulong> seen = into.Seen;
        Span<int> buckets = into.WordBuckets;
        var mask = new WordMask(text, length, into.Masks);
        int count = 0, words = 0;
        var previous = 0u;
        for (var at = mask.Start(0); at < length; at = mask.Start(at))
        {
            var end = IsWide(text[at]) ? Math.Min(at + (text[at] >= 0xF0 ? 4 : 3), length) : mask.End(at);
            var hash = Hash(text, at, end - at);
            count = BucketSet.Add(Mix(hash), seen, buckets, count);
            if (previous != 0)
            {
                count = BucketSet.Add(Mix((BitOperations.RotateLeft(previous, 7) * 0x9E3779B1) ^ hash), seen, buckets, count);
            }

            hashes[Math.Min(words++, hashes.Length - 1)] = hash;
            previous = hash;
            at = end;
        }

        return words <= FeatureSchema.ShortWords ? Apart(hashes.AsSpan(0, words), seen, buckets, count) : count;
    }

    // Neighbours are pairs already.
    private static int Apart(ReadOnlySpan<uint> hashes, Span<ulong> seen, Span<int> buckets, int count)
    {
        for (var i = 0; i < hashes.Length; i++)
        {
            for (var j = i + 2; j < hashes.Length; j++)
            {
                var pair = (BitOperations.RotateLeft(hashes[i] + hashes[j], 13) * 0x85EBCA77) ^ hashes[i] ^ hashes[j];
                count = BucketSet.Add(Mix(pair), seen, buckets, count);
            }
        }

        return count;
    }

    private static int Grams(ReadOnlySpan<byte> text, Span<ulong> seen, Span<int> buckets)
    {
        const int Half = FeatureSchema.GramBytes / 2;
        return text.Length <= FeatureSchema.GramBytes
            ? Grams(text, seen, buckets, 0)
            : Grams(text[^Half..], seen, buckets, Grams(text[..Half], seen, buckets, 0));
    }

    private static int Grams(ReadOnlySpan<byte> text, Span<ulong> seen, Span<int> buckets, int count)
    {
        if (text.Length < 3)
        {
            return count;
        }

        var bytes = (uint)(text[0] << 8) | (uint)(text[1] << 16);
        foreach (var value in text[2..])
        {
            bytes = (bytes >> 8) | ((uint)value << 16);
            count = BucketSet.Add(Gram(bytes), seen, buckets, count);
        }

        return count;
    }

    private static uint Gram(uint bytes) => (uint)((bytes * 0x9E3779B97F4A7C15) >> 32);

    // Eight bytes at a time: most words are read at once. What stands behind the word is read and cut off.
    private static uint Hash(byte[] text, int at, int length)
    {
        var hash = WordSeed;
        for (; length > sizeof(ulong); length -= sizeof(ulong), at += sizeof(ulong))
        {
            hash = Step(hash, BinaryPrimitives.ReadUInt64LittleEndian(text.AsSpan(at)));
        }

        var last = BinaryPrimitives.ReadUInt64LittleEndian(text.AsSpan(at)) & (ulong.MaxValue >> (64 - (8 * length)));

        // 0 stands for no word.
        return Math.Max(1, (uint)(Step(hash, last) >> 32));
    }

    private static ulong Step(ulong hash, ulong bytes)
    {
        hash = (hash ^ bytes) * Prime;
        return hash ^ (hash >> 29);
    }

    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        return (hash ^ (hash >> 13)) * 0xC2B2AE35;
    }

    // Lead bytes of U+2E80 and above: scripts without spaces, mostly; Hangul syllables too.
    private static bool IsWide(byte value) => value is (>= 0xE3 and <= 0xED) or (>= 0xF0 and <= 0xF4);
}
