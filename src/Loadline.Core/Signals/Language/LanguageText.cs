using System.Buffers;
using System.Text;

namespace Loadline.Core.Signals.Language;

/// <summary>One pass over a text: how many letters of each script, and the features of its words, code left out.</summary>
/// <remarks>
/// Left out are fenced code blocks and, of what stands between blanks, pieces that look like code, addresses or identifiers:
/// with digits beside Latin letters, camelCase, brackets, underscores, slashes after a colon, dots inside.
/// </remarks>
internal ref struct LanguageText
{
    /// <summary>Bytes looked at, at most.</summary>
    private const int MostBytes = 8192;

    /// <summary>Bytes of pieces that count, at most.</summary>
    private const int MostCountedBytes = 1024;

    private static readonly SearchValues<byte> CodeBytes = SearchValues.Create("0123456789_\\@{}<>=`|$#~^[]*&%+"u8);

    private static readonly SearchValues<byte> Joints = SearchValues.Create(".:;("u8);

    private readonly Span<ushort> _features;
    private readonly Span<int> _letters;
    private int _count;
    private int _counted;
    private LanguageFeatures _word;

    private LanguageText(Span<ushort> features, Span<int> letters)
    {
        _features = features;
        _letters = letters;
    }

    /// <summary>Fills letter counts by script and features.</summary>
    /// <returns>The number of features.</returns>
    public static int Read(ReadOnlySpan<byte> utf8, Span<ushort> features, Span<int> letters)
    {
        var text = new LanguageText(features, letters);
        text.Read(utf8[..Math.Min(utf8.Length, MostBytes)]);
        return text._count;
    }

    private void Read(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty && _counted < MostCountedBytes && _count < _features.Length)
        {
            if (rest.StartsWith("```"u8))
            {
                var end = rest[3..].IndexOf("```"u8);
                rest = end < 0 ? [] : rest[(end + 6)..];
                continue;
            }

            var length = rest.IndexOfAny(" \n\t\r"u8);
            var piece = length < 0 ? rest : rest[..length];
            rest = rest[Math.Min(rest.Length, piece.Length + 1)..];
            AddPiece(piece);
        }
    }

    private void AddPiece(ReadOnlySpan<byte> piece)
    {
        // Long pieces are what scripts without blanks look like, or base64; only the former matters and its start is enough.
        piece = piece[..Math.Min(piece.Length, MostCountedBytes)];
        var before = _count;
        var latin = 0;
        var code = piece.IndexOfAny(CodeBytes) >= 0 || HasCodeJoint(piece);
        var afterSmall = false;
        for (var i = 0; i < piece.Length;)
        {
            var value = piece[i];
            if (value >= 0x80)
            {
                i += AddNonAscii(piece[i..], code);
                afterSmall = false;
                continue;
            }

            i++;
            if (!IsLetter(value))
            {
                EndWord();
                afterSmall = false;
                continue;
            }

            code |= afterSmall && value < 'a'; // camelCase
            afterSmall = value >= 'a';
            latin++;
            Keep(_word.Add(value | 0x20u));
        }

        EndWord();
        if (code)
        {
            _count = before;
            return;
        }

        _letters[(int)Script.Latin] += latin;
        _counted += piece.Length;
    }

    /// <returns>The bytes used.</returns>
    private int AddNonAscii(ReadOnlySpan<byte> rest, bool code)
    {
        var status = Rune.DecodeFromUtf8(rest, out var rune, out var used);
        var letter = status == OperationStatus.Done ? (uint)rune.Value : 0;
        if (letter is >= 0x300 and < 0x370)
        {
            return used; // combining accents
        }

        var script = Scripts.Of(letter);
        _letters[(int)script] += script == Script.Latin && code ? 0 : 1;
        if (script is not (Script.Latin or Script.Cyrillic or Script.Arabic or Script.Devanagari) || IsSign(letter))
        {
            EndWord();
        }
        else if (LetterFold.Fold(letter) is var folded and not 0)
        {
            Keep(_word.Add(folded));
        }

        return used;
    }

    private void EndWord()
    {
        if (_word.End(out var triple, out var word))
        {
            Keep(triple);
            Keep(word);
        }
    }

    private void Keep(int feature)
    {
        if (feature >= 0 && (uint)_count < (uint)_features.Length)
        {
            _features[_count++] = (ushort)feature;
        }
    }

    /// <summary>A dot, colon, semicolon or bracket right between letters, or letters and a slash or bracket.</summary>
    private static bool HasCodeJoint(ReadOnlySpan<byte> piece)
    {
        for (var i = piece.IndexOfAny(Joints); i >= 0 && i + 1 < piece.Length;)
        {
            if (i > 0 && IsLetter(piece[i - 1]) && (IsLetter(piece[i + 1]) || piece[i + 1] is (byte)'/' or (byte)')'))
            {
                return true;
            }

            var step = piece[(i + 1)..].IndexOfAny(Joints);
            i = step < 0 ? -1 : i + 1 + step;
        }

        return false;
    }

    private static bool IsLetter(uint value) => (value | 0x20) is >= 'a' and <= 'z';

    // Punctuation and digits inside the Arabic and Devanagari blocks end a word.
    private static bool IsSign(uint letter) => letter is < 0x620 and >= 0x600 or >= 0x660 and <= 0x66D or 0x6D4 or 0x964 or 0x965;
}
