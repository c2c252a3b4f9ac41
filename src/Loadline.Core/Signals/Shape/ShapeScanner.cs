using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Loadline.Core.Signals.Shape;

/// <summary>The one forward scan behind <see cref="TextShape"/>.</summary>
/// <remarks>Each byte is looked at a bounded number of times, so that no text is slow. Words are here, the rest in the other parts.</remarks>
internal ref partial struct ShapeScanner
{
    private const int ObjectReach = 9;
    private const int CommandReach = 5;

    private readonly ReadOnlySpan<byte> _text;
    private readonly ref TextShape _shape;
    private Clause _clause;
    private uint _previous;
    private bool _previousHeads;
    private bool _atStart;
    private bool _inProseFence;
    private int _sentenceWords;
    private int _objectReach;
    private int _wideFirst;
    private int _wideSecond;

    private ShapeScanner(ReadOnlySpan<byte> text, ref TextShape shape)
    {
        _text = text;
        _shape = ref shape;
        _atStart = true;
    }

    public static void Scan(ReadOnlySpan<byte> text, ref TextShape shape)
    {
        var scanner = new ShapeScanner(text, ref shape);
        scanner.Run();
    }

    private void Run()
    {
        var kinds = ByteTables.Kinds;
        var at = LineStart(0);
        while (at < _text.Length)
        {
            var value = _text[at];
            at = (ByteKind)kinds[value] switch
            {
                ByteKind.Letter => Word(at),
                ByteKind.Space => at + 1,
                ByteKind.Digit => Number(at),
                ByteKind.Stop => Stop(at, value),
                ByteKind.Pause => Pause(at, value),
                ByteKind.LineFeed => LineFeed(at),
                ByteKind.Symbol => Symbol(at, value),
                _ => Wide(at, value),
            };
        }

        EndSentence();
        _shape.Words += (_shape.IdeographicCharacters + 1) / 2;
    }

    private int Word(int at)
    {
        var text = _text;
        var lower = ByteTables.Lower;
        var start = at;
        uint hash = Lexicon.Start, before = hash, upper = 0;
        byte last = 0;
        for (; at < text.Length; at++)
        {
            var value = text[at];
            var folded = lower[value];
            if (folded == 0)
            {
                break;
            }

            // A-umlaut and the like: the second byte of U+00C0-U+00DE lies 32 below its lower-case form.
            folded |= last == 0xC3 && folded is >= 0x80 and <= 0x9E ? (byte)0x20 : (byte)0;
            upper += (uint)(value ^ folded) >> 5;
            before = hash;
            hash = Lexicon.Step(hash, folded);
            last = folded;
        }

        var length = at - start;
        if (length == 1 && last == (byte)'c')
        {
            at = LanguageSuffix(at, ref hash);
        }

        Look(start, at, length, upper);
        Meet(hash, before, last, length);
        return at;
    }

    /// <summary>"C++" and "C#" are one word.</summary>
    private readonly int LanguageSuffix(int at, ref uint hash)
    {
        while (at < _text.Length && _text[at] is (byte)'+' or (byte)'#')
        {
            hash = Lexicon.Step(hash, _text[at++]);
        }

        return at;
    }

    /// <summary>Notes what a word looks like, whatever it means: camelCase, a call, a Greek letter.</summary>
    private readonly void Look(int start, int end, int length, uint upper)
    {
        _shape.LongWords += length >= 10 ? 1 : 0;
        if (upper > 1 && upper < length && _text[start] >= (byte)'a')
        {
            _shape.CodeSymbols++;
        }

        // "17 x 23"
        if (length == 1 && (_text[start] | 0x20) == 'x' && start > 1 && end + 1 < _text.Length
            && IsDigit(_text[start - 2]) && IsDigit(_text[end + 1]))
        {
            _shape.Operations++;
        }

        if (length == 2 && _text[start] is 0xCE or 0xCF)
        {
            _shape.MathSymbols++;
        }

        if (end + 1 < _text.Length && _text[end] == (byte)'(' && length > 2 && _text[end + 1] != (byte)'s')
        {
            _shape.CodeSymbols++;
        }
    }

    private void Meet(uint hash, uint before, byte last, int length)
    {
        _shape.Words++;
        _sentenceWords++;
        ref readonly var entry = ref Lexicon.Find(hash);
        if (entry.Mask == 0 && entry.Domain == Domain.General && last == (byte)'s' && length > 3)
        {
            entry = ref Lexicon.Find(before);
        }

        var mask = entry.Mask;
        if (_previousHeads)
        {
            ref readonly var phrase = ref Lexicon.Find(Lexicon.Pair(_previous, hash));
            _shape.Domains[(int)phrase.Domain] += 1;
            mask |= phrase.Mask;
        }

        _previous = hash;
        _previousHeads = mask.Has(WordClass.PhraseHead);
        _shape.Domains[(int)entry.Domain] += 1;
        if (mask == 0)
        {
            _shape.UncommonWords += length >= 5 ? 1 : 0;
            _atStart &= length == 1;
            _objectReach--;
            return;
        }

        _shape.KnownWords++;
        Count(mask);
        Steer(mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(ulong mask)
    {
        ref var counts = ref Unsafe.As<ClassCounts, ushort>(ref _shape.Classes);
        for (var left = mask & WordClasses.Counted; left != 0; left &= left - 1)
        {
            Unsafe.Add(ref counts, BitOperations.TrailingZeroCount(left))++;
        }
    }

    /// <summary>Keeps the clause: its classes, its leading verb, that verb's object.</summary>
    private void Steer(ulong mask)
    {
        var verbs = mask & WordClasses.Verbs;
        if (_sentenceWords > 1 && verbs == WordClass.AskAuxiliary.Bit())
        {
            // "Is it ..." asks, "you are ..." does not.
            verbs = 0;
        }

        if (_atStart && verbs != 0 && !(mask.Has(WordClass.Filler) && !mask.Has(WordClass.Phrase)))
        {
            if (_clause.Lead == 0)
            {
                _clause.Lead = verbs;
                _objectReach = ObjectReach;
                _shape.Imperatives += (verbs & ~WordClasses.Questions) != 0 ? 1 : 0;
            }

            _atStart = false;
        }
        else
        {
            _objectReach--;
            if (_objectReach > 0 && _clause.Object == 0)
            {
                _clause.Object = mask & WordClasses.Objects;
            }

            // A phrase's second word completes a lead that its first word opened: "come up", "look up".
            if (mask.Has(WordClass.Phrase) && verbs != 0 && _objectReach == ObjectReach - 1)
            {
                _clause.Lead |= verbs;
            }
        }

        _clause.All |= mask;
        _atStart = mask.Has(WordClass.Filler) ? _atStart : mask.Has(WordClass.Clause);
    }

    private void EndSentence()
    {
        if (_sentenceWords == 0 && _clause.All == 0)
        {
            return;
        }

        _shape.Sentences++;
        var speaks = (_clause.All & (WordClasses.Verbs | WordClasses.Objects)) != 0;
        if (speaks && (_shape.Opening.All & (WordClasses.Verbs | WordClasses.Objects)) == 0)
        {
            _shape.Opening = _clause;
        }

        // A command outranks the question or remark that comes before it, unless it stands so late that it may be pasted text.
        var commands = (_clause.Lead & ~WordClasses.Questions) != 0 && _shape.Sentences <= CommandReach;
        if (_clause.Lead != 0 && (_shape.Leading.Lead == 0 || (commands && (_shape.Leading.Lead & ~WordClasses.Questions) == 0)))
        {
            _shape.Leading = _clause;
        }

        if (speaks || _sentenceWords > 3)
        {
            _shape.Closing = _clause;
        }

        _clause = default;
        _sentenceWords = 0;
        _objectReach = 0;
        _wideFirst = 0;
        _wideSecond = 0;
        _atStart = true;
    }
}
