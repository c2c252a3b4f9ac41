using System.Buffers;
using System.Text;

namespace Loadline.Core.Rules;

/// <summary>Finds words and phrases in UTF-8 text, in any case, only as whole words.</summary>
/// <remarks>
/// A space in a phrase stands for any run of white space. Letters outside ASCII are folded one by one (simple case mapping). In
/// scripts written without spaces (Chinese, Japanese, Thai and others) a phrase is found anywhere. One pass: only places where some
/// keyword's first byte stands are looked at, and of those only where a word begins.
/// </remarks>
internal sealed class KeywordMatcher
{
    private readonly Keyword[] _keywords;

    // Where in _keywords those with a given first byte start and end.
    private readonly int[] _bucketStarts = new int[257];
    private readonly SearchValues<byte> _firstBytes;

    public KeywordMatcher(IEnumerable<string> keywords)
    {
        var entries = keywords.Select(Normalize).Where(text => text.Length > 0).SelectMany(Entries).Distinct().OrderBy(entry => entry.First).ToArray();
        _keywords = [.. entries.Select(entry => new Keyword(entry.Text))];
        foreach (var (first, _) in entries)
        {
            _bucketStarts[first + 1]++;
        }

        for (var i = 0; i < 256; i++)
        {
            _bucketStarts[i + 1] += _bucketStarts[i];
        }

        _firstBytes = SearchValues.Create([.. entries.Select(entry => entry.First).Distinct()]);
    }

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        for (var at = 0; at < utf8.Length; at++)
        {
            var skip = utf8[at..].IndexOfAny(_firstBytes);
            if (skip < 0)
            {
                return false;
            }

            at += skip;
            if (MatchesAt(utf8, at))
            {
                return true;
            }
        }

        return false;
    }

    private bool MatchesAt(ReadOnlySpan<byte> utf8, int at)
    {
        var insideWord = WordEdges.IsWordBefore(utf8, at);
        var first = utf8[at];
        for (var i = _bucketStarts[first]; i < _bucketStarts[first + 1]; i++)
        {
            if ((!insideWord || !_keywords[i].StartsWithWord) && _keywords[i].Matches(utf8, at))
            {
                return true;
            }
        }

        return false;
    }

    private static string Normalize(string keyword) =>
        string.Join(' ', keyword.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // One entry for each byte that the first letter may start with, in lower and in upper case.
    private static IEnumerable<(byte First, string Text)> Entries(string text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out _);
        yield return (FirstByte(Rune.ToLowerInvariant(rune)), text);
        yield return (FirstByte(Rune.ToUpperInvariant(rune)), text);
    }

    private static byte FirstByte(Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        rune.EncodeToUtf8(bytes);
        return bytes[0];
    }

    private sealed class Keyword(string text)
    {
        // Upper case: what the text's characters are folded to while they are compared.
        private readonly Rune[] _folded = [.. text.EnumerateRunes().Select(Rune.ToUpperInvariant)];
        private readonly bool _endsWithWord = EndsInWord(text);

        public bool StartsWithWord { get; } = WordEdges.IsWordAt(Encoding.UTF8.GetBytes(text), 0);

        public bool Matches(ReadOnlySpan<byte> utf8, int at)
        {
            foreach (var wanted in _folded)
            {
                var next = Step(utf8, at, wanted);
                if (next == at)
                {
                    return false;
                }

                at = next;
            }

            return !_endsWithWord || !WordEdges.IsWordAt(utf8, at);
        }

        // Returns where the text goes on after the wanted character; the same place where it is not there.
        private static int Step(ReadOnlySpan<byte> utf8, int at, Rune wanted)
        {
            if (at >= utf8.Length)
            {
                return at;
            }

            if (wanted.Value == ' ')
            {
                return SkipSpace(utf8, at);
            }

            var first = utf8[at];
            if (first < 0x80)
            {
                return (first is >= (byte)'a' and <= (byte)'z' ? first - 32 : first) == wanted.Value ? at + 1 : at;
            }

            return Rune.DecodeFromUtf8(utf8[at..], out var rune, out var length) == OperationStatus.Done && Rune.ToUpperInvariant(rune) == wanted
                ? at + length
                : at;
        }

        private static int SkipSpace(ReadOnlySpan<byte> utf8, int at)
        {
            while (at < utf8.Length && utf8[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                at++;
            }

            return at;
        }

        private static bool EndsInWord(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            return WordEdges.IsWordBefore(utf8, utf8.Length);
        }
    }
}
