using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Loadline.Core.Keys;

/// <summary>How a key is written: <c>ll_</c>, 10 characters of public id, <c>_</c>, 43 of secret (256 bits), 6 of checksum.</summary>
/// <remarks>
/// All in base 62, so that a double click selects the whole of it. The checksum (the first four bytes of SHA-256 over what stands before it)
/// lets a typing error, or a text that only looks like a key, be told without asking a store, and lets scanners for leaked secrets be sure.
/// </remarks>
public static class ApiKeyText
{
    /// <summary>What every key begins with, so that scanners of secrets find it.</summary>
    public const string Prefix = "ll_";

    /// <summary>The length of every key in characters.</summary>
    public const int Length = 63;

    /// <summary>The length of a stored hash in bytes.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int IdAt = 3;
    private const int IdLength = 10;
    private const int SecretAt = IdAt + IdLength + 1;
    private const int SecretLength = 43;
    private const int ChecksumAt = SecretAt + SecretLength;
    private const ulong MostId = 839_299_365_868_340_224; // 62^10

    /// <summary>Writes a new key.</summary>
    /// <param name="id">The public part, below 62^10.</param>
    /// <param name="secret">32 random bytes.</param>
    public static string Write(ulong id, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, MostId);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, 32);
        Span<char> text = stackalloc char[Length];
        Prefix.CopyTo(text);
        WriteDigits(id, text.Slice(IdAt, IdLength));
        text[SecretAt - 1] = '_';
        WriteSecret(secret, text.Slice(SecretAt, SecretLength));
        WriteDigits(Checksum(text[..ChecksumAt]), text[ChecksumAt..]);
        return new string(text);
    }

    /// <summary>Reads a key that a request brought; allocates nothing.</summary>
    /// <param name="text">The text, without any scheme before it.</param>
    /// <param name="id">The public part.</param>
    /// <param name="hash">Takes SHA-256 of the whole text; at least <see cref="HashBytes"/> long.</param>
    /// <returns>Whether it has the form and the checksum of a key; nothing is said of whether it is one.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out ulong id, Span<byte> hash)
    {
        id = 0;
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[SecretAt - 1] != '_'
            || !TryReadDigits(text.Slice(IdAt, IdLength), out id)
            || !TryReadDigits(text[ChecksumAt..], out var checksum))
        {
            return false;
        }

        foreach (var c in text.Slice(SecretAt, SecretLength))
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return checksum == Checksum(text[..ChecksumAt]) && Hash(text, hash);
    }

    /// <summary>Spells a public id, as lists and records show it.</summary>
    public static string IdText(ulong id) => string.Create(IdLength, id, static (text, value) => WriteDigits(value, text));

    /// <summary>Reads a spelled public id.</summary>
    public static bool TryReadId(ReadOnlySpan<char> text, out ulong id)
    {
        text = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        id = 0;
        return text.Length == IdLength && TryReadDigits(text, out id);
    }

    /// <summary>Makes an id at random.</summary>
    public static ulong NewId()
    {
        Span<byte> bytes = stackalloc byte[8];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);

            // 60 bits reach beyond the range by a third; drawn anew there, so that every id is as likely.
            var id = BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 4;
            if (id < MostId)
            {
                return id;
            }
        }
    }

    private static bool Hash(ReadOnlySpan<char> text, Span<byte> hash)
    {
        Span<byte> utf8 = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(text, utf8);
        SHA256.HashData(utf8, hash);
        return true;
    }

    private static uint Checksum(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[ChecksumAt];
        Encoding.ASCII.GetBytes(text, utf8);
        Span<byte> hash = stackalloc byte[HashBytes];
        SHA256.HashData(utf8, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    // 32 bytes as one number to base 62: long division, 43 times over 8 words.
    private static void WriteSecret(ReadOnlySpan<byte> secret, Span<char> to)
    {
        Span<uint> words = stackalloc uint[8];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(secret[(i * 4)..]);
        }

        for (var at = to.Length - 1; at >= 0; at--)
        {
            var rest = 0UL;
            for (var i = 0; i < words.Length; i++)
            {
                rest = (rest << 32) | words[i];
                words[i] = (uint)(rest / 62);
                rest %= 62;
            }

            to[at] = Digits[(int)rest];
        }
    }

    private static void WriteDigits(ulong value, Span<char> to)
    {
        for (var at = to.Length - 1; at >= 0; at--)
        {
            to[at] = Digits[(int)(value % 62)];
            value /= 62;
        }
    }

    private static bool TryReadDigits(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        foreach (var c in text)
        {
            var digit = c switch
            {
                >= '0' and <= '9' => c - '0',
                >= 'A' and <= 'Z' => c - 'A' + 10,
                >= 'a' and <= 'z' => c - 'a' + 36,
                _ => -1,
            };
            if (digit < 0)
            {
                return false;
            }

            value = (value * 62) + (ulong)digit;
        }

        return true;
    }
}
