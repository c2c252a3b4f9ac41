using System.Security.Cryptography;
using System.Text;

namespace Loadline.Dashboard.Access;

/// <summary>What a form must bring back to show that it is ours: a keyed hash of the cookie it was made for.</summary>
internal sealed class FormTokens
{
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>Makes a cookie: 256 random bits.</summary>
    public static string NewCookie() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public string Create(string cookie) => Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(cookie)));

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(string expected, string? given) => expected.Length > 0 && given is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
