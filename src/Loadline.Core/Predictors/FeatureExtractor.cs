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
    private const uint WordSeed = 0x811C9DC5;
    private const uint Prime = 0x01000193;
    private const byte Blank = (byte)' ';

    private static readonly byte[] Fold = BuildFold();
    private static readonly bool[] WordBytes = BuildWords();

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
        var normal = Normalise(text, into.Normal);
        Words(normal, into);
        if (normal.Length <= FeatureSchema.GramBytes)
        {
            Grams(normal, into);
        }
        else
        {
            const int Half = FeatureSchema.GramBytes / 2;
            Grams(normal[..Half], into);
            Grams(normal[^Half..], into);
        }
    }

    private static ReadOnlySpan<byte> Normalise(ReadOnlySpan<byte> text, byte[] to)
    {
        // A blank at either end makes the first and last word's n-grams know where they stand.
        var length = 0;
        to[length++] = Blank;
        if (text.Length <= FeatureSchema.MaxBytes - 4)
        {
            length = FoldInto(text, to, length);
        }
        else
        {
            const int Half = (FeatureSchema.MaxBytes / 2) - 4;
            length = FoldInto(text[..Half], to, length);
            length = FoldInto(text[^Half..], to, length);
        }

        if (to[length - 1] != Blank)
        {
            to[length++] = Blank;
        }

        return to.AsSpan(0, length);
    }

    private static int FoldInto(ReadOnlySpan<byte> text, byte[] to, int length)
    {
        var fold = Fold;
        var last = to[length - 1];
        foreach (var value in text)
        {
            // Written first and counted after, without a branch: blanks after words are everywhere.
            var folded = fold[value];
            to[length] = folded;
            length += (folded ^ Blank) + (last ^ Blank) == 0 ? 0 : 1;
            last = folded;
        }

        return length;
    }

    private static void Words(ReadOnlySpan<byte> text, FeatureVector into)
    {
        var run = new WordRun(into.ShortWords);
        var words = into.Adding(grams: false);
        for (var at = 0; at < text.Length;)
        {
            var value = text[at];
            if (IsWord(value))
            {
                var hash = WordSeed;
                do
                {
                    hash = (hash ^ value) * Prime;
                    at++;
                }
                while (at < text.Length && IsWord(value = text[at]));
                Word(hash, ref run, ref words);
            }
            else if (IsWide(value))
            {
                var length = Math.Min(value >= 0xF0 ? 4 : 3, text.Length - at);
                Word(Hash(text.Slice(at, length)), ref run, ref words);
                at += length;
            }
            else
            {
                at++;
            }
        }

        into.PlainWords = words.Count;
        Apart(run.Short, ref words);
        into.Added(words, grams: false);
    }

    private static void Word(uint hash, ref WordRun run, ref BucketSet words)
    {
        words.Add(Mix(hash));
        if (run.Previous != 0)
        {
            words.Add(Mix((BitOperations.RotateLeft(run.Previous, 7) * 0x9E3779B1) ^ hash));
        }

        run.Add(hash);
    }

    private static void Apart(scoped ReadOnlySpan<uint> hashes, ref BucketSet words)
    {
        for (var i = 0; i < hashes.Length; i++)
        {
            for (var j = i + 2; j < hashes.Length; j++)
            {
                words.Add(Mix((BitOperations.RotateLeft(hashes[i] + hashes[j], 13) * 0x85EBCA77) ^ hashes[i] ^ hashes[j]));
            }
        }
    }

    private static void Grams(ReadOnlySpan<byte> text, FeatureVector into)
    {
        if (text.Length < 3)
        {
            return;
        }

        var grams = into.Adding(grams: true);
        var bytes = (uint)(text[0] << 8) | (uint)(text[1] << 16);
        for (var at = 2; at < text.Length; at++)
        {
            bytes = (bytes >> 8) | ((uint)text[at] << 16);
            grams.Add(Gram(bytes));
        }

        into.Added(grams, grams: true);
    }

    private static uint Gram(uint bytes) => (uint)((bytes * 0x9E3779B97F4A7C15) >> 32);

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = WordSeed;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }

    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        return (hash ^ (hash >> 13)) * 0xC2B2AE35;
    }

    // Lead bytes of U+2E80 and above: scripts without spaces, mostly; Hangul syllables too.
    private static bool IsWide(byte value) => value is (>= 0xE3 and <= 0xED) or (>= 0xF0 and <= 0xF4);

    private static bool IsWord(byte value) => WordBytes[value];

    private static byte[] BuildFold()
    {
        var table = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            table[i] = i switch
            {
                >= 'A' and <= 'Z' => (byte)(i | 0x20),
                >= '0' and <= '9' => (byte)'0',
                <= ' ' or 0x7F => Blank,
                _ => (byte)i,
            };
        }

        return table;
    }

    private static bool[] BuildWords()
    {
        var table = new bool[256];
        for (var i = 0; i < 256; i++)
        {
            table[i] = i is (>= 'a' and <= 'z') or '0' or (>= 0x80 and <= 0xE1);
        }

        return table;
    }
}
