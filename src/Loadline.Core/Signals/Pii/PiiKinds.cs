namespace Loadline.Core.Signals.Pii;

/// <summary>Kinds of personal data that have a form one can check.</summary>
/// <remarks>Names, streets and other kinds without a form are not claimed. Config writes the names of <see cref="PiiNames"/>.</remarks>
[Flags]
public enum PiiKinds
{
    /// <summary>No personal data.</summary>
    None = 0,

    /// <summary>An e-mail address.</summary>
    Email = 1 << 0,

    /// <summary>A telephone number: international with a plus sign, North American, or national with a leading zero or a word such as "call" before it.</summary>
    Phone = 1 << 1,

    /// <summary>A payment card number: an issuer's prefix and length, Luhn digit right.</summary>
    Card = 1 << 2,

    /// <summary>An IBAN: the country's length, check digits right.</summary>
    Iban = 1 << 3,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Ip = 1 << 4,

    /// <summary>An address with <c>scheme://</c> or <c>www.</c>; what stands inside it is not looked at again.</summary>
    Url = 1 << 5,

    /// <summary>A US social security number in the form 3-2-4.</summary>
    Ssn = 1 << 6,

    /// <summary>A calendar date with day and month; a bare year or weekday is none.</summary>
    Date = 1 << 7,

    /// <summary>Every kind that can be found.</summary>
    All = Email | Phone | Card | Iban | Ip | Url | Ssn | Date,
}
