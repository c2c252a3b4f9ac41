using System.Buffers.Binary;
using Loadline.Core.Decisions;

namespace Loadline.Storage.Postgres;

/// <summary>A decision's id as the database has it: its 16 bytes as a <c>uuid</c>, whose order is the order of time.</summary>
internal static class DecisionGuid
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int ChanceBits = 80;

    /// <exception cref="FormatException">It is no decision's id.</exception>
    public static Guid Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no decision's id: those are 26 characters, as in x-loadline-decision.");

    public static bool TryParse(string text, out Guid id)
    {
        id = default;
        if (!DecisionId.IsValid(text))
        {
            return false;
        }

        UInt128 value = 0;
        foreach (var c in text)
        {
            value = (value << 5) | (UInt128)Alphabet.IndexOf(c, StringComparison.Ordinal);
        }

        id = FromNumber(value);
        return true;
    }

    public static string ToText(Guid id) => string.Create(DecisionId.Length, ToNumber(id), static (chars, rest) =>
    {
        for (var i = chars.Length - 1; i >= 0; i--)
        {
            chars[i] = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }
    });

    /// <summary>Gets the first id that a time can have.</summary>
    public static Guid First(DateTimeOffset time) => FromNumber((UInt128)Math.Max(0, time.ToUnixTimeMilliseconds()) << ChanceBits);

    /// <summary>Gets the last id that a time can have.</summary>
    public static Guid Last(DateTimeOffset time) =>
        FromNumber(((UInt128)Math.Max(0, time.ToUnixTimeMilliseconds()) << ChanceBits) | ((UInt128.One << ChanceBits) - 1));

    public static DateTimeOffset TimeOf(Guid id) => DateTimeOffset.FromUnixTimeMilliseconds((long)(ToNumber(id) >> ChanceBits));

    /// <summary>Reads a salted hash of 32 hexadecimal digits.</summary>
    public static Guid? FromHash(string? hash) => hash is null ? null : new Guid(Convert.FromHexString(hash), bigEndian: true);

    public static string ToHash(Guid hash) => Convert.ToHexStringLower(hash.ToByteArray(bigEndian: true));

    internal static Guid FromNumber(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new Guid(bytes, bigEndian: true);
    }

    private static UInt128 ToNumber(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
