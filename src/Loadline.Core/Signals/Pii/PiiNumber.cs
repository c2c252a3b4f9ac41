using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Loadline.Core.Signals.Pii;

/// <summary>A digit sequence as people write it: groups of digits with single separators between.</summary>
internal ref struct PiiNumber
{
    public const int MostDigits = 24;
    private const int MostGroups = 8;
    private const int MostBytes = 44;

    private DigitBuffer _digits;
    private GroupBuffer _lengths;
    private GroupBuffer _ends;
    private GroupBuffer _separators;

    /// <summary>The first byte, a plus sign or bracket included.</summary>
    public int Start;
    public int Groups;
    public bool HasPlus;
    public bool HasBracket;

    [InlineArray(MostDigits)]
    private struct DigitBuffer
    {
        private byte _first;
    }

    [InlineArray(MostGroups)]
    private struct GroupBuffer
    {
        private byte _first;
    }

    /// <summary>Values 0-9 of the first groups.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Digits(int groups)
    {
        var count = 0;
        for (var i = 0; i < groups; i++)
        {
            count += _lengths[i];
        }

        return _digits[..count];
    }

    public readonly byte FirstDigit => _digits[0];

    public readonly int Length(int group) => _lengths[group];

    /// <summary>The end of a group, as an index into the text.</summary>
    public readonly int End(int group) => Start + _ends[group];

    /// <summary>The separator before a group; 0 before the first.</summary>
    public readonly byte Separator(int group) => _separators[group];

    /// <summary>The value of a group of at most 9 digits.</summary>
    [UnscopedRef]
    public int Value(int group)
    {
        var value = 0;
        foreach (var digit in Digits(group + 1)[^_lengths[group]..])
        {
            value = (value * 10) + digit;
        }

        return value;
    }

    /// <summary>Reads the groups from a digit on; at most 44 bytes, 24 digits, 8 groups.</summary>
    public static PiiNumber Read(ReadOnlySpan<byte> text, int at)
    {
        var number = default(PiiNumber);
        number.Start = at;
        number.TakePrefix(text);
        var (i, count) = (at, 0);
        var end = Math.Min(text.Length, at + MostBytes);
        while (number.Groups < MostGroups)
        {
            var first = i;
            while (i < end && PiiBytes.IsDigit(text[i]) && count < MostDigits)
            {
                number._digits[count++] = (byte)(text[i++] - '0');
            }

            if (i == first)
            {
                break;
            }

            number._lengths[number.Groups] = (byte)(i - first);
            number._ends[number.Groups++] = (byte)(i - number.Start);
            if (number.Groups == MostGroups || !number.TakeSeparator(text, ref i, end))
            {
                break;
            }
        }

        return number;
    }

    private void TakePrefix(ReadOnlySpan<byte> text)
    {
        if (PiiBytes.At(text, Start - 1) == '(')
        {
            HasBracket = true;
            Start--;
        }

        if (PiiBytes.At(text, Start - 1) == '+')
        {
            HasPlus = true;
            Start--;
        }
    }

    // One separator, or a bracket with a blank or hyphen on its outer side.
    private bool TakeSeparator(ReadOnlySpan<byte> text, ref int i, int end)
    {
        var taken = i;
        byte kind = 0;
        while (taken < end && taken < i + 3 && text[taken] is (byte)' ' or (byte)'-' or (byte)'.' or (byte)'/' or (byte)'(' or (byte)')')
        {
            var bracket = text[taken] is (byte)'(' or (byte)')';
            if (!bracket && kind is not 0 and not (byte)'(')
            {
                return false;
            }

            HasBracket |= bracket;
            kind = bracket ? (byte)'(' : kind == 0 ? text[taken] : kind;
            taken++;
        }

        if (taken == i || taken >= end || !PiiBytes.IsDigit(text[taken]))
        {
            return false;
        }

        i = taken;
        _separators[Groups] = kind;
        return true;
    }
}
