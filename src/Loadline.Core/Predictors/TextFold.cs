using System.Runtime.Intrinsics;

namespace Loadline.Core.Predictors;

/// <summary>Folds a text for hashing: letters to lower case, digits to '0', runs of white space to one blank, a blank at either end.</summary>
internal static class TextFold
{
    /// <summary>Room that is needed behind the folded text, so that whole vectors can be written and read.</summary>
    public const int Slack = 2 * 64;

    private const byte Blank = (byte)' ';

    private static readonly byte[] Table = Build();

    /// <summary>Folds what is read of the text.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="to">Room for <see cref="FeatureSchema.MaxBytes"/> and <see cref="Slack"/>.</param>
    /// <returns>The length.</returns>
    public static int Fold(ReadOnlySpan<byte> text, byte[] to)
    {
        // The blank at either end makes the first and last word's n-grams know where they stand.
        to[0] = Blank;
        var length = 1;
        if (text.Length <= FeatureSchema.MaxBytes - 4)
        {
            length = Into(text, to, length);
        }
        else
        {
            const int Half = (FeatureSchema.MaxBytes / 2) - 4;
            length = Into(text[..Half], to, length);
            length = Into(text[^Half..], to, length);
        }

        if (to[length - 1] != Blank)
        {
            to[length++] = Blank;
        }

        return length;
    }

    private static int Into(ReadOnlySpan<byte> text, byte[] to, int length)
    {
        while (text.Length >= Vector256<byte>.Count)
        {
            var folded = Fold(Vector256.Create(text));
            var blanks = Vector256.Equals(folded, Vector256.Create(Blank)).ExtractMostSignificantBits();
            if ((blanks & ((blanks << 1) | (to[length - 1] == Blank ? 1u : 0))) == 0)
            {
                folded.CopyTo(to, length);
                length += Vector256<byte>.Count;
            }
            else
            {
                length = OneByOne(text[..Vector256<byte>.Count], to, length);
            }

            text = text[Vector256<byte>.Count..];
        }

        return OneByOne(text, to, length);
    }

    private static Vector256<byte> Fold(Vector256<byte> bytes)
    {
        var upper = Vector256.LessThan(bytes - Vector256.Create((byte)'A'), Vector256.Create((byte)26));
        var digits = Vector256.LessThan(bytes - Vector256.Create((byte)'0'), Vector256.Create((byte)10));
        var blanks = Vector256.LessThanOrEqual(bytes, Vector256.Create(Blank)) | Vector256.Equals(bytes, Vector256.Create((byte)0x7F));
        bytes |= upper & Vector256.Create((byte)0x20);
        bytes = Vector256.ConditionalSelect(digits, Vector256.Create((byte)'0'), bytes);
        return Vector256.ConditionalSelect(blanks, Vector256.Create(Blank), bytes);
    }

    private static int OneByOne(ReadOnlySpan<byte> text, byte[] to, int length)
    {
        var table = Table;
        var last = to[length - 1];
        foreach (var value in text)
        {
            // Written first and counted after, without a branch: blanks after words are everywhere.
            var folded = table[value];
            to[length] = folded;
            length += (folded ^ Blank) + (last ^ Blank) == 0 ? 0 : 1;
            last = folded;
        }

        return length;
    }

    private static byte[] Build()
    {
        var table = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            table[i] = i switch
            {
                >= 'A' and <= 'Z' => (byte)(i | 0x20),
                >= '0' and <= '9' => (byte)'0',
                <= ' ' or 0x7F => Blank,
                _ => (byte)i,
            };
        }

        return table;
    }
}
