using System.Buffers.Binary;

namespace Loadline.Core.Decisions;

/// <summary>Makes decision ids: 48 bits of milliseconds, 80 random bits, in Crockford's base 32 (github.com/ulid/spec).</summary>
public static class DecisionId
{
    /// <summary>Characters in an id.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Tells whether a text is an id.</summary>
    public static bool IsValid(string text) => text.Length == Length && text[0] <= '7' && text.All(c => Alphabet.Contains(c, StringComparison.Ordinal));

    /// <summary>An id: 26 characters, in the order of <paramref name="time"/> as text, too.</summary>
    public static string Create(DateTimeOffset time, Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeMilliseconds() << 16);
        random.NextBytes(bytes[6..]);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(Length, value, static (chars, rest) =>
        {
            for (var i = chars.Length - 1; i >= 0; i--)
            {
                chars[i] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });
    }
}
