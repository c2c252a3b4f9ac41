using System.Buffers;

namespace Loadline.Core.Signals.Pii;

/// <summary>Walks a text from one piece of personal data to the next.</summary>
/// <remarks>
/// Jumps from mark to mark (a digit, an at sign, a colon, a dot) and looks a bounded way around each, so time is linear in the text.
/// Matches come in order and do not overlap.
/// </remarks>
internal ref struct PiiScanner
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("0123456789@:."u8);

    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    // The end of the last match: nothing may begin before it.
    private int _free;

    // The end of the last digit sequence read: numbers that begin before it are parts of it.
    private int _sequenceEnd;

    public PiiScanner(ReadOnlySpan<byte> utf8) => _text = utf8;

    /// <summary>Finds all matches until <paramref name="matches"/> is full.</summary>
    /// <returns>The number found.</returns>
    public static int Scan(ReadOnlySpan<byte> utf8, Span<PiiMatch> matches)
    {
        var scanner = new PiiScanner(utf8);
        var count = 0;
        while (count < matches.Length && scanner.Next(out matches[count]))
        {
            count++;
        }

        return count;
    }

    /// <summary>Finds the next match.</summary>
    public bool Next(out PiiMatch match)
    {
        while (_at < _text.Length)
        {
            var step = _text[_at..].IndexOfAny(Marks);
            if (step < 0)
            {
                break;
            }

            _at += step;
            var (kind, start, end, next) = PiiBytes.IsDigit(_text[_at]) ? AtDigit() : AtSign();
            _at = Math.Max(next, _at + 1);
            if (kind != PiiKinds.None && start >= _free)
            {
                _free = _at = end;
                match = new PiiMatch(kind, start, end - start);
                return true;
            }
        }

        _at = _text.Length;
        match = default;
        return false;
    }

    private readonly (PiiKinds Kind, int Start, int End, int Next) AtSign() => _text[_at] switch
    {
        (byte)'@' => PiiAddresses.MatchEmail(_text, _at, out var start, out var end) ? (PiiKinds.Email, start, end, end) : Nothing(_at + 1),
        (byte)'.' => PiiAddresses.MatchWww(_text, _at, out var start, out var end) ? (PiiKinds.Url, start, end, end) : Nothing(_at + 1),
        _ => AtColon(),
    };

    private readonly (PiiKinds Kind, int Start, int End, int Next) AtColon()
    {
        if (PiiAddresses.MatchUrl(_text, _at, out var start, out var end))
        {
            return (PiiKinds.Url, start, end, end);
        }

        return PiiAddresses.MatchIp6(_text, _at, out start, out end) ? (PiiKinds.Ip, start, end, end) : Nothing(_at + 1);
    }

    private (PiiKinds Kind, int Start, int End, int Next) AtDigit()
    {
        if (MatchIban(out var start, out var end))
        {
            return (PiiKinds.Iban, start, end, end);
        }

        // A lone digit inside a sequence begins nothing; without this, "1 1 1 1" would be read once a digit.
        var isPart = _at < _sequenceEnd;
        if (isPart && PiiBytes.At(_text, _at + 1) is (byte)' ' or (byte)'-' or (byte)'.' && !PiiBytes.IsDigit(PiiBytes.At(_text, _at - 1)))
        {
            return Nothing(_at + 1);
        }

        var number = PiiNumber.Read(_text, _at);
        _sequenceEnd = number.End(number.Groups - 1);
        var before = PiiBytes.At(_text, number.Start - 1);
        var runEnd = number.End(0);
        while (runEnd < _text.Length && PiiBytes.IsDigit(_text[runEnd]))
        {
            runEnd++;
        }

        if (PiiBytes.IsLetter(before) || before == '_' || (before is (byte)'.' or (byte)',' or (byte)'-' && PiiBytes.IsDigit(PiiBytes.At(_text, number.Start - 2))))
        {
            return Nothing(runEnd);
        }

        if (PiiDates.MatchNamed(_text, ref number, out start, out end) || MatchHanDate(ref number, out start, out end))
        {
            return (PiiKinds.Date, start, end, end);
        }

        var kind = Classify(ref number, mayBeVouched: !isPart, out var groups);
        if (kind == PiiKinds.None || !EndsAfter(number.End(groups - 1), kind))
        {
            return Nothing(runEnd);
        }

        end = number.End(groups - 1);
        end = kind == PiiKinds.Phone ? PiiPhones.TakeExtension(_text, end) : end;
        return (kind, number.Start, end, end);
    }

    private readonly PiiKinds Classify(ref PiiNumber number, bool mayBeVouched, out int groups)
    {
        if (number.Groups >= 4 && IsIp4(ref number))
        {
            groups = 4;
            return PiiKinds.Ip;
        }

        groups = PiiDates.MatchDigits(ref number);
        if (groups > 0)
        {
            return PiiKinds.Date;
        }

        groups = 3;
        if (IsSsn(ref number))
        {
            return PiiKinds.Ssn;
        }

        groups = CardGroups(ref number);
        if (groups > 0)
        {
            return PiiKinds.Card;
        }

        groups = PiiPhones.Match(_text, ref number, mayBeVouched);
        return groups > 0 ? PiiKinds.Phone : PiiKinds.None;
    }

    private static bool IsIp4(ref PiiNumber number)
    {
        for (var group = 0; group < 4; group++)
        {
            if ((group > 0 && number.Separator(group) != '.') || number.Length(group) > 3 || number.Value(group) > 255)
            {
                return false;
            }
        }

        return !number.HasPlus && (number.Groups == 4 || number.Separator(4) != '.');
    }

    // Areas 000, 666 and from 900 on were never given out, nor group 00 or serial 0000.
    private static bool IsSsn(ref PiiNumber number) =>
        number.Groups >= 3 && !number.HasPlus && !number.HasBracket
        && number.Length(0) == 3 && number.Length(1) == 2 && number.Length(2) == 4
        && number.Separator(1) == number.Separator(2) && number.Separator(1) is (byte)'-' or (byte)' '
        && number.Value(0) is not (0 or 666 or >= 900) && number.Value(1) != 0 && number.Value(2) != 0;

    private static int CardGroups(ref PiiNumber number)
    {
        if (number.HasPlus || number.HasBracket)
        {
            return 0;
        }

        // Printed cards have groups of four to six.
        for (var groups = number.Length(0) < 3 ? 1 : number.Groups; groups > 0; groups--)
        {
            // 12 digits in groups are a telephone number as likely as one of the few short cards.
            var digits = number.Digits(groups);
            if (digits.Length >= (groups == 1 ? 12 : 13) && EvenlySeparated(ref number, groups) && PiiChecksums.IsCard(digits))
            {
                return groups;
            }
        }

        return 0;
    }

    private static bool EvenlySeparated(ref PiiNumber number, int groups)
    {
        for (var group = 1; group < groups; group++)
        {
            if (number.Separator(group) is not ((byte)' ' or (byte)'-') || number.Length(group - 1) < 3)
            {
                return false;
            }
        }

        return true;
    }

    private readonly bool MatchIban(out int start, out int end)
    {
        (start, end) = (_at - 2, _at);
        if (start < 0 || PiiBytes.IsWord(PiiBytes.At(_text, start - 1)))
        {
            return false;
        }

        var length = PiiChecksums.IbanLength(_text[start], _text[start + 1]);
        if (length == 0)
        {
            return false;
        }

        var (remainder, taken) = (0, 2);
        for (; end < _text.Length && taken < length; end++)
        {
            var value = _text[end];
            if (PiiBytes.IsLetter(value) || PiiBytes.IsDigit(value))
            {
                taken++;
                remainder = taken > 4 ? PiiChecksums.Mod97(remainder, value) : remainder;
            }
            else if (value is not ((byte)' ' or (byte)'-') || taken % 4 != 0)
            {
                return false;
            }
        }

        for (var i = start; i < start + 4; i++)
        {
            remainder = PiiChecksums.Mod97(remainder, _text[i]);
        }

        return taken == length && remainder == 1 && !PiiBytes.IsWord(PiiBytes.At(_text, end));
    }

    private readonly bool MatchHanDate(ref PiiNumber number, out int start, out int end)
    {
        (start, end) = (number.Start, number.End(0));
        return number.Length(0) == 4 && PiiDates.MatchHan(_text, end, out end);
    }

    // A number that goes on is another number; an ISO date goes on with T, an extension with x.
    private readonly bool EndsAfter(int end, PiiKinds kind)
    {
        var after = PiiBytes.At(_text, end);
        var goesOn = after is (byte)'.' or (byte)',' or (byte)'-' && PiiBytes.IsDigit(PiiBytes.At(_text, end + 1)) && kind != PiiKinds.Phone;
        var letter = PiiBytes.IsLetter(after) && !(kind == PiiKinds.Date && after == 'T') && !(kind == PiiKinds.Phone && after is (byte)'x' or (byte)'e');
        return !goesOn && !letter && after is not ((byte)'_' or (byte)'@' or (byte)'%') && !PiiBytes.IsDigit(after);
    }

    private static (PiiKinds Kind, int Start, int End, int Next) Nothing(int next) => (PiiKinds.None, 0, 0, next);
}
