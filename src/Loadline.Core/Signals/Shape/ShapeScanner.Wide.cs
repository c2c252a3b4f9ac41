namespace Loadline.Core.Signals.Shape;

/// <summary>Three-byte characters: typographic punctuation, mathematics, scripts without spaces.</summary>
internal ref partial struct ShapeScanner
{
    private int Wide(int at, byte value)
    {
        if (at + 2 >= _text.Length || (_text[at + 1] & 0xC0) != 0x80 || (_text[at + 2] & 0xC0) != 0x80)
        {
            return at + 1;
        }

        var character = ((value & 0x0F) << 12) | ((_text[at + 1] & 0x3F) << 6) | (_text[at + 2] & 0x3F);
        if (character < 0x3040)
        {
            Mark(character);
        }
        else if (character >= 0xFF00)
        {
            FullWidth(character);
        }
        else
        {
            Ideograph(character);
        }

        return at + 3;
    }

    private void Mark(int character)
    {
        switch (character)
        {
            case >= 0x2200 and <= 0x22FF or >= 0x2070 and <= 0x209F or >= 0x2190 and <= 0x21FF or 0x2032:
                _shape.MathSymbols++;
                break;
            case 0x2022:
                _shape.ListItems++;
                break;
            case 0x3002:
                EndSentence();
                break;
            case 0x3001:
                _atStart = true;
                break;
        }
    }

    private void FullWidth(int character)
    {
        if (character is 0xFF1F)
        {
            _shape.QuestionMarks++;
        }

        if (character is 0xFF1F or 0xFF01 or 0xFF1A)
        {
            EndSentence();
        }
    }

    /// <summary>Looks up the last two and three characters; a verb found anywhere leads, since these languages put it first or last.</summary>
    private void Ideograph(int character)
    {
        _shape.IdeographicCharacters++;
        if (_wideSecond != 0)
        {
            MeetCharacters(Lexicon.Characters(_wideSecond, character, 0));
        }

        if (_wideFirst != 0)
        {
            MeetCharacters(Lexicon.Characters(_wideFirst, _wideSecond, character));
        }

        _wideFirst = _wideSecond;
        _wideSecond = character;
    }

    private void MeetCharacters(uint key)
    {
        ref readonly var entry = ref Lexicon.Find(key);
        if (entry.Mask == 0)
        {
            return;
        }

        Count(entry.Mask);
        _shape.KnownWords++;
        _clause.All |= entry.Mask;
        var verbs = entry.Mask & WordClasses.Verbs;
        _shape.Imperatives += verbs != 0 && _clause.Lead == 0 ? 1 : 0;
        _clause.Lead |= (_clause.Lead & ~WordClasses.Questions) == 0 ? verbs : 0;
        _clause.Object |= _clause.Object == 0 ? entry.Mask & WordClasses.Objects : 0;
    }
}
