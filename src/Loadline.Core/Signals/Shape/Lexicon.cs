using System.Text;

namespace Loadline.Core.Signals.Shape;

/// <summary>The closed word list of the content classifiers: hash of a lower-case word to its classes and domain.</summary>
/// <remarks>
/// Words are found by a 32-bit FNV-1a hash of their lower-case UTF-8 bytes and are not compared byte by byte: with some 4,000 entries
/// a foreign word is mistaken for one of them about once in a million words, which no count here can feel. Built once, never written again.
/// A phrase of two words is written with an underscore or hyphen; Chinese and Japanese entries are two or three characters, matched anywhere.
/// </remarks>
internal static class Lexicon
{
    private const int SlotBits = 14;
    private const int SlotMask = (1 << SlotBits) - 1;
    private const uint Seed = 2166136261;
    private const uint Prime = 16777619;

    private static readonly ushort[] Slots = new ushort[1 << SlotBits];
    private static readonly LexiconEntry[] Entries = Build();

    /// <summary>Number of distinct entries.</summary>
    public static int Count => Entries.Length - 1;

    /// <summary>The hash that a word starts from.</summary>
    public static uint Start => Seed;

    public static uint Step(uint hash, byte lower) => (hash ^ lower) * Prime;

    /// <summary>The key of two words in a row.</summary>
    public static uint Pair(uint first, uint second) => (uint)((int)(first * 0x9E3779B1) ^ (int)second) * Prime;

    /// <summary>The key of two (third is 0) or three characters in a row, for scripts without spaces.</summary>
    public static uint Characters(int first, int second, int third)
        => ((((uint)first * 0x85EBCA6B) + (uint)second) * 0xC2B2AE35) + ((uint)third * 0x27D4EB2F);

    /// <summary>Finds an entry; the entry with no class when the key is unknown.</summary>
    public static ref readonly LexiconEntry Find(uint key)
    {
        for (var slot = (int)(key ^ (key >> 15)) & SlotMask; ; slot = (slot + 1) & SlotMask)
        {
            ref readonly var entry = ref Entries[Slots[slot]];
            if (entry.Key == key || Slots[slot] == 0)
            {
                return ref entry;
            }
        }
    }

    /// <summary>Hashes an already lower-case word as the scan does.</summary>
    internal static uint Hash(string word)
    {
        var hash = Seed;
        foreach (var unit in Encoding.UTF8.GetBytes(word))
        {
            hash = Step(hash, unit);
        }

        return hash;
    }

    private static LexiconEntry[] Build()
    {
        var table = new Dictionary<uint, LexiconEntry>(4096);
        foreach (var (word, words) in LexiconWords.All())
        {
            Add(table, words, word.Bit(), Domain.General);
        }

        foreach (var (domain, words) in LexiconWords.DomainWords)
        {
            Add(table, words, 0, domain);
        }

        var entries = new LexiconEntry[table.Count + 1];
        var next = 1;
        foreach (var entry in table.Values)
        {
            entries[next] = entry;
            Place(entry.Key, (ushort)next++);
        }

        return entries;
    }

    private static void Add(Dictionary<uint, LexiconEntry> table, string words, ulong mask, Domain domain)
    {
        foreach (var word in words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = word.AsSpan().IndexOfAny('_', '-');
            if (cut < 0)
            {
                Merge(table, KeyOf(word), mask, domain);
                AddCapitalized(table, word, mask);
                continue;
            }

            Merge(table, Hash(word[..cut]), WordClass.PhraseHead.Bit(), Domain.General);
            Merge(table, Pair(Hash(word[..cut]), Hash(word[(cut + 1)..])), mask | WordClass.Phrase.Bit(), domain);
        }
    }

    /// <summary>The scan folds the case of Latin letters only; Cyrillic words are entered as they begin a sentence too.</summary>
    private static void AddCapitalized(Dictionary<uint, LexiconEntry> table, string word, ulong mask)
    {
        if (word[0] is >= '\u0400' and <= '\u04FF')
        {
            Merge(table, Hash(char.ToUpperInvariant(word[0]) + word[1..]), mask, Domain.General);
        }
    }

    private static uint KeyOf(string word)
        => word[0] < '\u3000' ? Hash(word) : Characters(word[0], word[1], word.Length > 2 ? word[2] : 0);

    private static void Merge(Dictionary<uint, LexiconEntry> table, uint key, ulong mask, Domain domain)
    {
        table.TryGetValue(key, out var known);
        table[key] = new LexiconEntry(key, known.Mask | mask, known.Domain == Domain.General ? domain : known.Domain);
    }

    private static void Place(uint key, ushort index)
    {
        var slot = (int)(key ^ (key >> 15)) & SlotMask;
        while (Slots[slot] != 0)
        {
            slot = (slot + 1) & SlotMask;
        }

        Slots[slot] = index;
    }
}
