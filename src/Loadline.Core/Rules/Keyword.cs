using System.Buffers;
using System.Text;

namespace Loadline.Core.Rules;

/// <summary>One word or phrase of a <see cref="KeywordMatcher"/>, normalised.</summary>
internal sealed class Keyword(string text)
{
    // Upper case: what the text's characters are folded to while they are compared.
    private readonly Rune[] _folded = [.. text.EnumerateRunes().Select(Rune.ToUpperInvariant)];
    private readonly bool _endsWithWord = EndsInWord(text);

    /// <summary>Gets a value indicating whether it must not begin inside a word.</summary>
    public bool StartsWithWord { get; } = WordEdges.IsWordAt(Encoding.UTF8.GetBytes(text), 0);

    /// <summary>Trims a keyword and makes every run of white space in it one space.</summary>
    public static string Normalize(string keyword) =>
        string.Join(' ', keyword.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Tells whether it stands at a place of a text and ends there as a whole word; the place before is the caller's to judge.</summary>
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

        // The few letters outside ASCII that fold into it (a dotless i, a long s) are letters of their own here.
        return !wanted.IsAscii && Rune.DecodeFromUtf8(utf8[at..], out var rune, out var length) == OperationStatus.Done
            && Rune.ToUpperInvariant(rune) == wanted ? at + length : at;
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
