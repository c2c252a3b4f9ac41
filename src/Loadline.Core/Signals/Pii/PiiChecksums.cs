namespace Loadline.Core.Signals.Pii;

/// <summary>Check digits of cards and bank accounts.</summary>
internal static class PiiChecksums
{
    // ISO 13616: countries of the registry and the length of their IBANs.
    private static readonly byte[] IbanLengths = BuildIbanLengths();

    /// <summary>Whether digits (values 0-9) have an issuer's prefix, its length, and a right Luhn digit (ISO/IEC 7812-1).</summary>
    public static bool IsCard(ReadOnlySpan<byte> digits) => HasIssuer(digits) && Luhn(digits);

    /// <summary>The length of a country's IBANs by its two letters in either case, 0 where there is none.</summary>
    public static int IbanLength(byte first, byte second)
    {
        var (row, column) = ((first | 0x20) - 'a', (second | 0x20) - 'a');
        return (uint)row < 26 && (uint)column < 26 ? IbanLengths[(row * 26) + column] : 0;
    }

    /// <summary>One step of ISO 7064 MOD 97-10 over a digit or letter.</summary>
    public static int Mod97(int remainder, byte value) =>
        PiiBytes.IsDigit(value) ? ((remainder * 10) + (value - '0')) % 97 : ((remainder * 100) + ((value | 0x20) - 'a' + 10)) % 97;

    private static bool Luhn(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var doubled = digits[^(i + 1)] << (i & 1);
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    private static bool HasIssuer(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is < 12 or > 19)
        {
            return false;
        }

        var two = (digits[0] * 10) + digits[1];
        var four = (two * 100) + (digits[2] * 10) + digits[3];
        return digits.Length switch
        {
            12 => two is 50 or (>= 56 and <= 58) or (>= 60 and <= 69), // Maestro
            13 => digits[0] == 4 || two is 50 or (>= 56 and <= 58) or (>= 60 and <= 69),
            14 => two is 30 or 36 or 38 or 39 or 50 or (>= 56 and <= 58) or (>= 60 and <= 69), // Diners, Maestro
            15 => two is 34 or 37 or 50 or (>= 56 and <= 58) or (>= 60 and <= 69) || four is 1800 or 2131, // American Express, JCB
            16 => digits[0] is 4 or 5 or 6 || two is 30 or 35 or 36 or 38 or 39 || four is >= 2200 and <= 2720,
            _ => digits[0] is 4 or 6 || two is 35 or 50 or (>= 56 and <= 58),
        };
    }

    private static byte[] BuildIbanLengths()
    {
        var lengths = new byte[26 * 26];
        const string Registry =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18"
            + "GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18"
            + "NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";
        for (var i = 0; i < Registry.Length; i += 4)
        {
            lengths[((Registry[i] - 'A') * 26) + Registry[i + 1] - 'A'] = (byte)(((Registry[i + 2] - '0') * 10) + Registry[i + 3] - '0');
        }

        return lengths;
    }
}
