using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Checks;

namespace Loadline.Core.Cascades.Acceptance;

/// <summary>Says how likely an answer is right: linear over <see cref="AcceptanceFeatures"/>, calibrated on answers it was not fitted on.</summary>
/// <remarks>Immutable. File: the line <c>loadline acceptance 1</c>, SHA-256 of what follows, then offset, scale, count and pairs of column and weight, little-endian.</remarks>
public sealed class AcceptanceModel
{
    private const int HashBytes = 32;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("loadline acceptance 1\n");

    private readonly float[] _weights;

    /// <param name="weights">One for each column, the last for every answer.</param>
    /// <param name="offset">Of the logistic calibration.</param>
    /// <param name="scale">Of the logistic calibration.</param>
    public AcceptanceModel(float[] weights, double offset, double scale)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = weights;
        Offset = offset;
        Scale = scale;
    }

    /// <summary>Gets what calibration adds to the scaled score before the logistic function.</summary>
    public double Offset { get; }

    /// <summary>Gets what calibration multiplies the linear score by.</summary>
    public double Scale { get; }

    /// <summary>Gets the linear score, before calibration.</summary>
    public double Margin(IReadOnlyList<(int Column, float Value)> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        double sum = _weights[AcceptanceFeatures.Columns];
        foreach (var (column, value) in features)
        {
            sum += _weights[column] * value;
        }

        return sum;
    }

    /// <summary>Gets the probability, in (0,1), that the answer is right.</summary>
    public double Probability(IReadOnlyList<(int Column, float Value)> features) => 1 / (1 + Math.Exp(-(Offset + (Scale * Margin(features)))));

    /// <summary>The file's content, digest included; the same model gives the same bytes.</summary>
    public byte[] ToBytes()
    {
        var used = Enumerable.Range(0, _weights.Length).Where(column => _weights[column] != 0).ToList();
        var body = new byte[20 + (8 * used.Count)];
        BinaryPrimitives.WriteDoubleLittleEndian(body, Offset);
        BinaryPrimitives.WriteDoubleLittleEndian(body.AsSpan(8), Scale);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(16), used.Count);
        for (var i = 0; i < used.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(20 + (8 * i)), used[i]);
            BinaryPrimitives.WriteSingleLittleEndian(body.AsSpan(24 + (8 * i)), _weights[used[i]]);
        }

        return [.. Magic, .. SHA256.HashData(body), .. body];
    }

    /// <exception cref="CheckException">It is no such file, or a byte of it was changed.</exception>
    public static AcceptanceModel Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Magic) || file.Length < Magic.Length + HashBytes + 20)
        {
            throw new CheckException("this is no acceptance predictor. Write one with `loadline train TABLE --cascade -o FILE`");
        }

        var body = file[(Magic.Length + HashBytes)..];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(file.Slice(Magic.Length, HashBytes)))
        {
            throw new CheckException("the acceptance predictor was changed after it was written. Train it again");
        }

        var weights = new float[AcceptanceFeatures.Columns + 1];
        var count = BinaryPrimitives.ReadInt32LittleEndian(body[16..]);
        for (var i = 0; i < count; i++)
        {
            weights[BinaryPrimitives.ReadInt32LittleEndian(body[(20 + (8 * i))..])] = BinaryPrimitives.ReadSingleLittleEndian(body[(24 + (8 * i))..]);
        }

        return new AcceptanceModel(weights, BinaryPrimitives.ReadDoubleLittleEndian(body), BinaryPrimitives.ReadDoubleLittleEndian(body[8..]));
    }
}
