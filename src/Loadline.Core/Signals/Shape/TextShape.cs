using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Signals;

/// <summary>What one forward scan counts in a text: the common ground of the content classifiers.</summary>
/// <remarks>
/// Of a text longer than <see cref="MaxScannedBytes"/> only the first and last 8 KB are read, since instructions stand at either end; all
/// counts are of what was read. Allocates nothing, never fails, and takes time linear in what it reads whatever the bytes are.
/// Words of languages without spaces are counted as two characters each.
/// </remarks>
public struct TextShape
{
    /// <summary>The most bytes that are read of a text; half from either end.</summary>
    public const int MaxScannedBytes = 16 * 1024;

    internal ClassCounts Classes;
    internal DomainCounts Domains;

    /// <summary>Classes of the first clause that says something, its leading verb, and what that verb asks for.</summary>
    internal Clause Opening;

    /// <summary>The same of the last sentence.</summary>
    internal Clause Closing;

    /// <summary>The first verb of the text that leads a clause, and its object.</summary>
    internal Clause Leading;

    /// <summary>Gets the length of the text in bytes, read or not.</summary>
    public int Bytes { get; internal set; }

    /// <summary>Gets the bytes that were read: all, or <see cref="MaxScannedBytes"/>.</summary>
    public int ScannedBytes { get; internal set; }

    /// <summary>Gets the number of words.</summary>
    public int Words { get; internal set; }

    /// <summary>Gets the number of clauses that are led by a verb that asks for something ("translate", "write", "prove").</summary>
    public int Imperatives { get; internal set; }

    /// <summary>Gets the number of sentences.</summary>
    public int Sentences { get; internal set; }

    /// <summary>Gets the number of lines.</summary>
    public int Lines { get; internal set; }

    /// <summary>Gets the number of digits.</summary>
    public int Digits { get; internal set; }

    /// <summary>Gets the number of runs of digits; "1,250.50" is one.</summary>
    public int Numbers { get; internal set; }

    /// <summary>Gets the number of question marks.</summary>
    public int QuestionMarks { get; internal set; }

    /// <summary>Gets the number of lines that begin with a bullet or a number.</summary>
    public int ListItems { get; internal set; }

    /// <summary>Gets the number of lines that begin like a multiple-choice option: "A. ", "B) ", "(c) ".</summary>
    public int Options { get; internal set; }

    /// <summary>Gets the number of web addresses.</summary>
    public int Urls { get; internal set; }

    /// <summary>Gets the number of opened code fences (three back-ticks).</summary>
    public int CodeFences { get; internal set; }

    /// <summary>Gets the bytes inside code fences.</summary>
    public int FencedBytes { get; internal set; }

    /// <summary>Gets marks that prose does not have: "();", "=>", "snake_case", "a.b(".</summary>
    public int CodeSymbols { get; internal set; }

    /// <summary>Gets lines that end or begin as code does.</summary>
    public int CodeLines { get; internal set; }

    /// <summary>Gets mathematical characters, commands of LaTeX, powers and subscripts.</summary>
    public int MathSymbols { get; internal set; }

    /// <summary>Gets operators that stand between two numbers or single letters: "2+2", "x = 5".</summary>
    public int Operations { get; internal set; }

    /// <summary>Gets words of ten letters and more.</summary>
    public int LongWords { get; internal set; }

    /// <summary>Gets words of five letters and more that everyday language, as the lexicon knows it, does not have.</summary>
    public int UncommonWords { get; internal set; }

    /// <summary>Gets characters of scripts without spaces (Chinese, Japanese, Korean syllables too).</summary>
    public int IdeographicCharacters { get; internal set; }

    /// <summary>Gets words that are known in English (common or of a task); 0 in a language the lexicon does not have.</summary>
    public int KnownWords { get; internal set; }

    /// <summary>Reads a text into a new shape.</summary>
    public static TextShape Of(ReadOnlySpan<byte> text)
    {
        TextShape shape = default;
        shape.Read(text);
        return shape;
    }

    /// <summary>Reads a text, forgetting what was read before.</summary>
    /// <param name="text">UTF-8; anything else is read without failing.</param>
    public void Read(ReadOnlySpan<byte> text) => Read(text, MaxScannedBytes);

    /// <summary>Reads at most <paramref name="cap"/> bytes of a text, half from either end; the numbers per class hold 65,535.</summary>
    internal void Read(ReadOnlySpan<byte> text, int cap)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cap);
        this = default;
        Bytes = text.Length;
        if (text.Length <= cap)
        {
            ScannedBytes = text.Length;
            ShapeScanner.Scan(text, ref this);
            return;
        }

        var half = cap / 2;
        ScannedBytes = 2 * half;
        ShapeScanner.Scan(text[..half], ref this);
        ShapeScanner.Scan(text[^half..], ref this);
    }

    internal readonly int Of(WordClass word) => Classes[(int)word];

    internal readonly int Of(Domain domain) => Domains[(int)domain];
}
