using System.Buffers;

namespace Loadline.Core.Signals.Shape;

/// <summary>Numbers, punctuation and symbols.</summary>
internal ref partial struct ShapeScanner
{
    private static readonly SearchValues<byte> UrlEnds = SearchValues.Create(" \n\t)>\""u8);

    private int Number(int at)
    {
        _shape.Numbers++;
        _atStart = false;
        for (; at < _text.Length; at++)
        {
            var value = _text[at];
            if (IsDigit(value))
            {
                _shape.Digits++;
            }
            else if (value is not ((byte)'.' or (byte)',') || at + 1 >= _text.Length || !IsDigit(_text[at + 1]))
            {
                break;
            }
        }

        return at;
    }

    private int Stop(int at, byte value)
    {
        if (value == (byte)'?')
        {
            _shape.QuestionMarks++;
        }
        else if (value == (byte)'.' && IsInnerDot(at))
        {
            // "os.path", "example.com": not the end of anything.
            _shape.CodeSymbols += IsDottedCall(at + 1) ? 1 : 0;
            return at + 1;
        }

        if (at + 1 >= _text.Length || _text[at + 1] is (byte)' ' or (byte)'\n' or (byte)'"' or (byte)')' or (byte)'\r')
        {
            EndSentence();
        }

        return at + 1;
    }

    private readonly bool IsInnerDot(int at)
        => at > 0 && at + 2 < _text.Length && IsLetter(_text[at - 1]) && IsLetter(_text[at + 1]) && IsLetter(_text[at + 2]);

    /// <summary>A short look ahead; bounded, so that the scan stays linear.</summary>
    private readonly bool IsDottedCall(int at)
    {
        var end = Math.Min(_text.Length, at + 24);
        while (at < end && (IsLetter(_text[at]) || _text[at] == (byte)'_'))
        {
            at++;
        }

        return at < end && _text[at] == (byte)'(';
    }

    private int Pause(int at, byte value)
    {
        if (value == (byte)':')
        {
            if (_text[(at + 1)..].StartsWith("//"u8))
            {
                _shape.Urls++;
                var end = _text[at..].IndexOfAny(UrlEnds);
                return end < 0 ? _text.Length : at + end;
            }

            if (at + 1 < _text.Length && _text[at + 1] == (byte)':')
            {
                _shape.CodeSymbols++;
                return at + 2;
            }

            EndSentence();
            return at + 1;
        }

        _atStart = true;
        _previousHeads = false;
        return at + 1;
    }

    private int Symbol(int at, byte value)
    {
        var next = at + 1 < _text.Length ? _text[at + 1] : (byte)' ';
        switch (value)
        {
            case (byte)'`' when _text[at..].StartsWith("```"u8):
                return Fence(at + 3);
            case (byte)'\\':
                _shape.MathSymbols += IsLetter(next) && next != (byte)'n' ? 1 : 0;
                break;
            case (byte)'_':
                Underscore(at, next);
                break;
            case (byte)'=' or (byte)'>' or (byte)'&' or (byte)'|' when next == value || (value == (byte)'=' && next == (byte)'>'):
            case (byte)'-' when next == (byte)'>':
            case (byte)'(' when next == (byte)')':
            case (byte)'<' when next == (byte)'/':
            case (byte)'{' or (byte)'}':
                _shape.CodeSymbols++;
                return at + (next == value ? 2 : 1);
            case (byte)'^' or (byte)'=' or (byte)'+' or (byte)'-' or (byte)'*' or (byte)'/' or (byte)'<' or (byte)'>':
                _shape.MathSymbols += value == (byte)'^' ? 1 : 0;
                _shape.Operations += IsOperation(at, value) ? 1 : 0;
                break;
            case (byte)'%' when at > 0 && IsDigit(_text[at - 1]):
                _shape.MathSymbols++;
                break;
            case (byte)'"' or (byte)'(' or (byte)'\'':
                // A quoted or bracketed piece is somebody else's sentence.
                _atStart &= value == (byte)'\'';
                break;
        }

        return at + 1;
    }

    private readonly void Underscore(int at, byte next)
    {
        if (at > 0 && IsLetter(_text[at - 1]) && (IsLetter(next) || IsDigit(next) || next == (byte)'{'))
        {
            var single = at < 2 || !IsLetter(_text[at - 2]);
            _shape.MathSymbols += single ? 1 : 0;
            _shape.CodeSymbols += single ? 0 : 1;
        }
    }

    /// <summary>A date (3/15, 2024-05-13) is no operation: dates are far commoner in requests than bare fractions.</summary>
    private readonly bool IsOperation(int at, byte value)
    {
        var spaced = at > 0 && _text[at - 1] == (byte)' ';
        var left = at - (spaced ? 2 : 1);
        var right = at + 1 < _text.Length && _text[at + 1] == (byte)' ' ? at + 2 : at + 1;
        if (left < 0 || right >= _text.Length || (value is (byte)'-' or (byte)'/' && !spaced && IsDigit(_text[left])))
        {
            return false;
        }

        return IsOperand(left, -1) && (IsOperand(right, 1) || _text[right] is (byte)'(' or (byte)'\\' or (byte)'-' or (byte)'?');
    }

    private readonly bool IsOperand(int at, int outward)
    {
        var value = _text[at];
        var beyond = at + outward;
        var alone = beyond < 0 || beyond >= _text.Length || !IsLetter(_text[beyond]);
        return IsDigit(value) || (IsLetter(value) && alone) || value is (byte)')' or (byte)']';
    }

    private static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    private static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 25;
}
