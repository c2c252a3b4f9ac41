using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Loadline.Core.Ledger;

/// <summary>Turns callers and sessions into what the ledger may keep: the first half of SHA-256 over the ledger's salt and the value.</summary>
/// <remarks>
/// One salt a ledger, made at random with it: hashes of two ledgers cannot be joined. The salt lies in the ledger, so whoever has the
/// ledger can test a guess; this hides identities from readers of exports, not from its owner. Allocates nothing.
/// </remarks>
public sealed class IdentityHasher
{
    /// <summary>A salt's length in bytes.</summary>
    public const int SaltBytes = 16;

    // Longer values are cut: an identity that differs only beyond this is none.
    private const int MaxValueBytes = 1024;

    private readonly byte[] _salt;

    /// <summary>Takes a ledger's salt; hashes with different salts cannot be compared.</summary>
    public IdentityHasher(ReadOnlyMemory<byte> salt) => _salt = salt.ToArray();

    /// <summary>Makes a salt for a new ledger.</summary>
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);

    /// <summary>Hashes a value of a header or a command line.</summary>
    public UInt128 Hash(ReadOnlySpan<char> value)
    {
        Span<byte> utf8 = stackalloc byte[MaxValueBytes];
        value = value[..Math.Min(value.Length, MaxValueBytes / 3)];
        return Hash(utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
    }

    /// <summary>Hashes a value of a request body.</summary>
    public UInt128 Hash(ReadOnlySpan<byte> value)
    {
        // The same cut as for characters, so that one value has one hash wherever it was found.
        value = value[..Math.Min(value.Length, MaxValueBytes / 3)];
        Span<byte> input = stackalloc byte[SaltBytes + MaxValueBytes];
        _salt.CopyTo(input);
        value.CopyTo(input[_salt.Length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..(_salt.Length + value.Length)], hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>Shows a hash as records do: 32 hexadecimal digits.</summary>
    public static string ToText(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Tells whether a text is a hash already.</summary>
    public static bool IsHash(string text) => text.Length == 32 && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
}
