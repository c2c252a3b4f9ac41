using System.Text;

namespace Loadline.Core.Signals.Language;

/// <summary>Hashes letters into features: every triple of a word with its borders, and the word itself.</summary>
internal struct LanguageFeatures
{
    public const int Buckets = 1 << 13;

    // A known whole word says more than its triples, which repeat each other.
    private const float WordShare = 4f;

    private const uint Border = '_';
    private const uint WordStart = 0x811C9DC5;

    private uint _first;
    private uint _second;
    private uint _word;
    private int _length;

    /// <summary>Adds a folded letter.</summary>
    /// <returns>The bucket of the triple it completes, or -1 for the first letter of a word.</returns>
    public int Add(uint letter)
    {
        if (_length++ == 0)
        {
            _first = Border;
            _second = letter;
            _word = (WordStart ^ letter) * 0x01000193;
            return -1;
        }

        var bucket = Triple(_first, _second, letter);
        _first = _second;
        _second = letter;
        _word = (_word ^ letter) * 0x01000193;
        return bucket;
    }

    /// <summary>Ends the word.</summary>
    /// <returns>Whether there was one; if so its last triple and itself.</returns>
    public bool End(out int triple, out int word)
    {
        triple = Triple(_first, _second, Border);
        word = (int)(Mix(_word) >> (32 - 13));
        var any = _length > 0;
        _length = 0;
        return any;
    }

    /// <summary>Counts a seed's features into one language's column of a table with rows of <paramref name="lanes"/>.</summary>
    /// <returns>The total counted.</returns>
    public static float Learn(string words, Span<float> table, int lanes, int language)
    {
        var features = default(LanguageFeatures);
        var total = 0f;
        var rank = 0;
        foreach (var rune in (words + " ").EnumerateRunes())
        {
            var weight = 1f / (1f + (rank / 60f));
            if (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark)
            {
                var letter = LetterFold.Fold((uint)rune.Value);
                total += letter == 0 ? 0 : Count(table, features.Add(letter), lanes, language, weight);
            }
            else if (features.End(out var triple, out var word))
            {
                total += Count(table, triple, lanes, language, weight) + Count(table, word, lanes, language, weight * WordShare);
                rank++;
            }
        }

        return total;
    }

    private static float Count(Span<float> table, int bucket, int lanes, int language, float weight)
    {
        if (bucket < 0)
        {
            return 0;
        }

        table[(bucket * lanes) + language] += weight;
        return weight;
    }

    private static int Triple(uint first, uint second, uint third) =>
        (int)(Mix((first * 0x9E3779B1) ^ (second * 0x85EBCA77) ^ (third * 0xC2B2AE3D)) >> (32 - 13));

    private static uint Mix(uint hash) => (hash ^ (hash >> 15)) * 0x2C1B3C6D;
}
