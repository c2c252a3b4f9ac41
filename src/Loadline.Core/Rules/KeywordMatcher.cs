using System.Text;

namespace Loadline.Core.Rules;

/// <summary>Finds words and phrases in UTF-8 text, in any case, only as whole words.</summary>
/// <remarks>
/// A space in a phrase stands for any run of white space. Letters outside ASCII are folded one by one (simple case mapping). In
/// scripts written without spaces (Chinese, Japanese, Thai and others) a phrase is found anywhere. One pass: a keyword is compared only
/// where its first two bytes stand, so a thousand keywords cost about as much as one.
/// </remarks>
internal sealed class KeywordMatcher
{
    private const int Pairs = 4096;

    private static readonly byte[] Folds = MakeFolds();

    // Keywords sorted by bucket: one for each hash of two folded bytes, then one for each single byte that is a whole keyword.
    private readonly Keyword[] _keywords;
    private readonly int[] _starts = new int[Pairs + 256 + 1];
    private readonly bool[] _isFirst = new bool[256];

    public KeywordMatcher(IEnumerable<string> keywords)
    {
        var entries = keywords.Select(Keyword.Normalize).Where(text => text.Length > 0)
            .SelectMany(text => Beginnings(text).Select(beginning => (Bucket: BucketOf(beginning), First: Folds[beginning[0]], Text: text)))
            .Distinct().OrderBy(entry => entry.Bucket).ToArray();
        _keywords = [.. entries.Select(entry => new Keyword(entry.Text))];
        foreach (var entry in entries)
        {
            _starts[entry.Bucket + 1]++;
            _isFirst[entry.First] = true;
        }

        for (var i = 1; i < _starts.Length; i++)
        {
            _starts[i] += _starts[i - 1];
        }
    }

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        for (var at = 0; at < utf8.Length; at++)
        {
            var first = Folds[utf8[at]];
            if (_isFirst[first]
                && (Matches(utf8, at, Pairs + first) || (at + 1 < utf8.Length && Matches(utf8, at, Hash(first, Folds[utf8[at + 1]])))))
            {
                return true;
            }
        }

        return false;
    }

    private bool Matches(ReadOnlySpan<byte> utf8, int at, int bucket)
    {
        for (var i = _starts[bucket]; i < _starts[bucket + 1]; i++)
        {
            if (_keywords[i].Matches(utf8, at) && (!_keywords[i].StartsWithWord || !WordEdges.IsWordBefore(utf8, at)))
            {
                return true;
            }
        }

        return false;
    }

    private static int BucketOf(byte[] beginning) =>
        beginning.Length == 1 ? Pairs + Folds[beginning[0]] : Hash(Folds[beginning[0]], Folds[beginning[1]]);

    private static int Hash(byte first, byte second) => ((first * 61) + second) & (Pairs - 1);

    // The first one or two bytes that a keyword may begin with, for its first two letters in either case.
    private static IEnumerable<byte[]> Beginnings(string text)
    {
        var runes = text.EnumerateRunes().Take(2).ToArray();
        foreach (var first in Cases(runes[0]))
        {
            foreach (var second in runes.Length > 1 ? Cases(runes[1]) : [""])
            {
                yield return Encoding.UTF8.GetBytes(first + second)[..Math.Min(2, Encoding.UTF8.GetByteCount(first + second))];
            }
        }
    }

    private static string[] Cases(Rune rune) => [Rune.ToLowerInvariant(rune).ToString(), Rune.ToUpperInvariant(rune).ToString()];

    private static byte[] MakeFolds()
    {
        var folds = new byte[256];
        for (var i = 0; i < folds.Length; i++)
        {
            folds[i] = i is >= 'A' and <= 'Z' ? (byte)(i + 32) : i is '\t' or '\n' or '\r' ? (byte)' ' : (byte)i;
        }

        return folds;
    }
}
