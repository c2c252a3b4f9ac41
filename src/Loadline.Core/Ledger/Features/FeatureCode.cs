using System.Buffers;
using System.Buffers.Binary;
using Loadline.Core.Predictors;
using Predicted = Loadline.Core.Predictors.FeatureVector;

namespace Loadline.Core.Ledger.Features;

/// <summary>The features of a request in few bytes, so that a route can be trained again on requests whose text nobody kept.</summary>
/// <remarks>
/// Layout: the <see cref="FeatureSchema.Version"/> as a varint; the dense features that are not zero as a mask and half-precision numbers,
/// little-endian; the buckets of words, then of n-grams, each as a count and Golomb-Rice coded gaps. Buckets are kept exactly, dense
/// features to 11 bits. At most <see cref="MostBytes"/>.
/// </remarks>
public static class FeatureCode
{
    private const int MaskBytes = (FeatureSchema.Dense + 7) / 8;
    private const int MostWords = FeatureSchema.MaxBytes + 16;
    private const int MostGrams = FeatureSchema.GramBytes + 16;

    [ThreadStatic]
    private static ulong[]? _bitmap;

    /// <summary>Gets the most bytes that any request's features take.</summary>
    public static int MostBytes { get; } = Bytes(MostWords, MostGrams);

    /// <summary>Encodes features; allocates the result and nothing else.</summary>
    public static byte[] Encode(Predicted features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var buffer = ArrayPool<byte>.Shared.Rent(Bytes(features.Words.Length, features.Grams.Length));
        var writer = new RiceWriter(buffer);
        writer.Number(FeatureSchema.Version);
        Dense(features.Dense, ref writer);
        var bitmap = _bitmap ??= new ulong[FeatureSchema.Buckets / 64];
        writer.Set(features.Words, bitmap);
        writer.Set(features.Grams, bitmap);
        var code = buffer.AsSpan(0, writer.Length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return code;
    }

    /// <summary>Decodes features; buckets come in rising order.</summary>
    /// <exception cref="FormatException">They are damaged, or of another schema version.</exception>
    public static void Decode(ReadOnlySpan<byte> code, Predicted into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var reader = new RiceReader(code);
        CheckSchema((int)reader.Number());
        Span<float> dense = stackalloc float[FeatureSchema.Dense];
        Dense(ref reader, dense);
        var words = reader.Set(MostWords, FeatureSchema.Buckets);
        var grams = reader.Set(MostGrams, FeatureSchema.Buckets);
        if (!reader.IsAtEnd)
        {
            throw new FormatException("The stored features are damaged: bytes are left over.");
        }

        into.Restore(words, grams, dense);
    }

    /// <summary>Reads the schema version that features were encoded with; 0 where there are none.</summary>
    public static int SchemaOf(ReadOnlySpan<byte> code) => code.IsEmpty ? 0 : (int)new RiceReader(code).Number();

    /// <exception cref="FormatException">Features of that version mean other things than this program's.</exception>
    public static void CheckSchema(int version)
    {
        if (version != FeatureSchema.Version)
        {
            throw new FormatException($"The stored features are of schema version {version}; this Loadline reads version {FeatureSchema.Version}. They cannot be mixed.");
        }
    }

    private static int Bytes(int words, int grams) =>
        5 + MaskBytes + (2 * FeatureSchema.Dense) + RiceCode.MostBytes(words) + RiceCode.MostBytes(grams);

    private static void Dense(ReadOnlySpan<float> dense, ref RiceWriter writer)
    {
        for (var at = 0; at < dense.Length; at += 8)
        {
            var mask = 0;
            for (var i = at; i < Math.Min(at + 8, dense.Length); i++)
            {
                mask |= Half(dense[i]) != 0 ? 1 << (i - at) : 0;
            }

            writer.Byte((byte)mask);
        }

        foreach (var value in dense)
        {
            var half = Half(value);
            if (half != 0)
            {
                writer.Byte((byte)half);
                writer.Byte((byte)(half >> 8));
            }
        }
    }

    private static void Dense(scoped ref RiceReader reader, scoped Span<float> dense)
    {
        Span<byte> mask = stackalloc byte[MaskBytes];
        foreach (ref var part in mask)
        {
            part = reader.Byte();
        }

        Span<byte> half = stackalloc byte[2];
        for (var i = 0; i < dense.Length; i++)
        {
            dense[i] = 0;
            if ((mask[i >> 3] >> (i & 7) & 1) != 0)
            {
                half[0] = reader.Byte();
                half[1] = reader.Byte();
                dense[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(half);
            }
        }
    }

    private static ushort Half(float value) => BitConverter.HalfToUInt16Bits((Half)value);
}
