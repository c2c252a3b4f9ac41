namespace Loadline.Core.Signals.Pii;

/// <summary>Tells telephone numbers from other numbers by their grouping and the words before them.</summary>
internal static class PiiPhones
{
    /// <summary>Bytes before a number in which a word such as "call" vouches for it.</summary>
    private const int LookBack = 28;

    private static readonly byte[][] Vouchers =
    [
        "phone"u8.ToArray(), "call"u8.ToArray(), "tel"u8.ToArray(), "fax"u8.ToArray(), "mobile"u8.ToArray(), "cell"u8.ToArray(),
        "desk"u8.ToArray(), "dial"u8.ToArray(), "messages to"u8.ToArray(), "text me"u8.ToArray(), "whatsapp"u8.ToArray(),
        "sms"u8.ToArray(), "reach me"u8.ToArray(), "handy"u8.ToArray(), "hotline"u8.ToArray(), "contact"u8.ToArray(),
        "numéro"u8.ToArray(), "电话"u8.ToArray(), "手机"u8.ToArray(),
    ];

    // As signatures write it: the number, a blank, what it is.
    private static readonly byte[][] VouchersAfter =
        [" office"u8.ToArray(), " fax"u8.ToArray(), " mobile"u8.ToArray(), " cell"u8.ToArray(), " home"u8.ToArray()];

    /// <summary>Finds how many leading groups make a telephone number, 0 if none do.</summary>
    /// <remarks>Words around the number count only where it is not a part of a longer sequence.</remarks>
    public static int Match(ReadOnlySpan<byte> text, ref PiiNumber number, bool mayBeVouched)
    {
        var best = 0;
        var digits = 0;
        for (var groups = 1; groups <= number.Groups; groups++)
        {
            digits += number.Length(groups - 1);
            if (digits is >= 7 and <= 15 && IsTelling(ref number, groups, digits))
            {
                best = groups;
            }
        }

        var unclear = best == 0 && mayBeVouched && digits is >= 7 and <= 13;
        return unclear && IsVouched(text, number.Start, number.End(number.Groups - 1)) ? number.Groups : best;
    }

    /// <summary>The end of an extension (<c>x123</c>, <c> ext. 123</c>) after a telephone number.</summary>
    public static int TakeExtension(ReadOnlySpan<byte> text, int at)
    {
        var i = at;
        i += PiiBytes.At(text, i) == ' ' ? 1 : 0;
        var word = text[i..].StartsWith("ext"u8) ? 3 : PiiBytes.At(text, i) == 'x' ? 1 : 0;
        if (word == 0)
        {
            return at;
        }

        i += word;
        while (i < text.Length && i - at < 7 && text[i] is (byte)'.' or (byte)' ' or (byte)':')
        {
            i++;
        }

        var first = i;
        while (i < text.Length && i - first < 6 && PiiBytes.IsDigit(text[i]))
        {
            i++;
        }

        return i > first ? i : at;
    }

    // Forms that hardly anything but a telephone number has.
    private static bool IsTelling(ref PiiNumber number, int groups, int digits)
    {
        if (number.HasPlus)
        {
            return digits >= 8;
        }

        var last = groups - 1;
        if (groups >= 3 && number.Length(last) == 4 && number.Length(last - 1) == 3 && number.Length(last - 2) == 3)
        {
            var country = number.Length(0);
            return groups == 3 || (groups == 4 && country <= 3 && number.Value(0) is 1);
        }

        if (number.HasBracket)
        {
            return groups >= 2 && digits is >= 8 and <= 13;
        }

        // 0 is the trunk prefix of most countries, 00 the international one; 000 is none.
        return number.FirstDigit == 0 && number.Length(0) >= 2 && groups >= 2 && digits is >= 9 and <= 13
            && !number.Digits(groups).StartsWith<byte>([0, 0, 0]) && (number.Separator(1) != '/' || groups == 2);
    }

    private static bool IsVouched(ReadOnlySpan<byte> text, int at, int end)
    {
        foreach (var voucher in VouchersAfter)
        {
            if (text[end..].StartsWith(voucher))
            {
                return true;
            }
        }

        Span<byte> before = stackalloc byte[LookBack];
        var from = Math.Max(0, at - LookBack);
        var length = at - from;
        for (var i = 0; i < length; i++)
        {
            var value = text[from + i];
            before[i] = value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
        }

        before = before[..length];
        if (!before.ContainsAnyInRange((byte)'a', (byte)0xFF))
        {
            return false;
        }

        foreach (var voucher in Vouchers)
        {
            if (before.IndexOf(voucher) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
