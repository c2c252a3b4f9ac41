using System.Security.Cryptography;
using System.Text;

namespace Loadline.Core.Predictors;

/// <summary>Reads and writes policy artifacts: a name, a version, the content, and a SHA-256 over all of it.</summary>
/// <remarks>Numbers are little-endian. The same artifact gives the same bytes, so that its digest is its name.</remarks>
public static class PolicyArtifactFile
{
    /// <summary>The version of the format that is written.</summary>
    public const int FormatVersion = 2;

    private const int DigestBytes = 32;
    private const int MostElements = 1 << 28;

    private static ReadOnlySpan<byte> Magic => "LOADLINE-POLICY\n"u8;

    /// <summary>Writes the artifact and sets its <see cref="PolicyArtifact.Digest"/>.</summary>
    public static byte[] Write(PolicyArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(FormatVersion);
        writer.Write(FeatureSchema.Version);
        WriteHead(writer, artifact);
        WriteWeights(writer, artifact.Weights);
        WriteCertification(writer, artifact);
        WriteEmbeddings(writer, artifact.Embeddings);
        writer.Flush();
        var digest = SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        writer.Write(digest);
        writer.Flush();
        artifact.Digest = Convert.ToHexStringLower(digest);
        return stream.ToArray();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="PolicyArtifactException">It is not there, not an artifact, damaged, or of another version.</exception>
    public static PolicyArtifact Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PolicyArtifactException($"The policy artifact {path} cannot be read: {error.Message} Make it with `loadline train`.", error);
        }

        return Read(bytes, Path.GetFileName(path));
    }

    /// <summary>Reads an artifact from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="PolicyArtifactException">It is not an artifact, damaged, or of another version.</exception>
    public static PolicyArtifact Read(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length < Magic.Length + 8 + DigestBytes || !bytes.AsSpan().StartsWith(Magic))
        {
            throw new PolicyArtifactException($"{name} is not a policy artifact. Make one with `loadline train`.");
        }

        CheckVersion(BitConverter.ToInt32(bytes, Magic.Length), FormatVersion, name, "format");
        CheckVersion(BitConverter.ToInt32(bytes, Magic.Length + 4), FeatureSchema.Version, name, "features");
        var digest = SHA256.HashData(bytes.AsSpan(0, bytes.Length - DigestBytes));
        if (!digest.AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - DigestBytes)))
        {
            throw new PolicyArtifactException($"{name} was changed or damaged after it was written: its digest does not match. Copy it again, or train again.");
        }

        try
        {
            return ReadContent(bytes, digest);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new PolicyArtifactException($"{name} does not hold what its version promises. Train again with this version of Loadline.", error);
        }
    }

    private static void CheckVersion(int found, int expected, string name, string what)
    {
        if (found != expected)
        {
            throw new PolicyArtifactException(
                $"{name} has {what} version {found}; this Loadline reads version {expected}. Train again with this version.");
        }
    }

    private static PolicyArtifact ReadContent(byte[] bytes, byte[] digest)
    {
        using var stream = new MemoryStream(bytes, 0, bytes.Length - DigestBytes, writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        stream.Position = Magic.Length + 8;
        var artifact = new PolicyArtifact
        {
            Reference = reader.ReadString(),
            Predictor = reader.ReadString(),
            Tables = Strings(reader),
            Rows = reader.ReadInt32(),
            Seed = reader.ReadInt32(),
            HasCosts = reader.ReadBoolean(),
            Knobs = Knobs(reader),
            Weights = ReadWeights(reader),
            Steps = Array<KnobStep>(reader),
            Singles = Array<KnobStep>(reader),
            CertifiedModels = Strings(reader),
            TrainingPrompts = Array<ulong>(reader),
            Embeddings = stream.Position < stream.Length ? ReadEmbeddings(reader) : null,
            Digest = Convert.ToHexStringLower(digest),
        };
        return stream.Position == stream.Length && artifact.Weights.Fits() && artifact.Embeddings?.Fits(artifact.Models.Count) != false
            ? artifact : throw new InvalidDataException();
    }

    private static void WriteHead(BinaryWriter writer, PolicyArtifact artifact)
    {
        writer.Write(artifact.Reference);
        writer.Write(artifact.Predictor);
        Write(writer, artifact.Tables);
        writer.Write(artifact.Rows);
        writer.Write(artifact.Seed);
        writer.Write(artifact.HasCosts);
        Write(writer, artifact.Knobs);
    }

    // At the end and only where there are any: a file without them is what it was before there were embeddings.
    private static void WriteEmbeddings(BinaryWriter writer, EmbeddingHead? head)
    {
        if (head is not null)
        {
            writer.Write(head.Model);
            writer.Write(head.Dimensions);
            writer.Write(head.AsksDimensions);
            Write<float>(writer, head.Weights);
            Write(writer, head.Knobs);
        }
    }

    private static EmbeddingHead ReadEmbeddings(BinaryReader reader) => new()
    {
        Model = reader.ReadString(),
        Dimensions = reader.ReadInt32(),
        AsksDimensions = reader.ReadBoolean(),
        Weights = Array<float>(reader),
        Knobs = Knobs(reader),
    };

    private static void WriteWeights(BinaryWriter writer, PredictorWeights weights)
    {
        Write(writer, weights.Models);
        Write(writer, weights.Tasks);
        Write<ulong>(writer, weights.UsedBuckets);
        Write<sbyte>(writer, weights.Table);
        Write<float>(writer, weights.TableScales);
        writer.Write(weights.GramWeight);
        Write<int>(writer, weights.DenseKept);
        Write<float>(writer, weights.DenseMeans);
        Write<float>(writer, weights.DenseScales);
        Write<float>(writer, weights.DenseTable);
        writer.Write(weights.Sharpness);
        Write<float>(writer, weights.Mixing);
        writer.Write(weights.Trees.Depth);
        Write<int>(writer, weights.Trees.Inputs);
        Write<float>(writer, weights.Trees.Borders);
        Write<float>(writer, weights.Trees.Leaves);
        writer.Write(weights.Calibration.Knots);
        Write<float>(writer, weights.Calibration.From);
        Write<float>(writer, weights.Calibration.To);
        Write<float>(writer, weights.LeastCosts);
        Write<float>(writer, weights.Lengths.Mixing);
        Write<float>(writer, weights.Lengths.Means);
        writer.Write(weights.Lengths.MeanInputTokens);
        writer.Write(weights.Novelty.Shapes);
        Write<float>(writer, weights.Novelty.Whitening);
        Write<float>(writer, weights.Novelty.Centres);
        writer.Write(weights.Novelty.WordMean);
        writer.Write(weights.Novelty.WordScale);
        writer.Write(weights.Novelty.ShapeMean);
        writer.Write(weights.Novelty.ShapeScale);
        writer.Write(weights.NoveltyBound);
    }

    private static void WriteCertification(BinaryWriter writer, PolicyArtifact artifact)
    {
        Write<KnobStep>(writer, [.. artifact.Steps]);
        Write<KnobStep>(writer, [.. artifact.Singles]);
        Write(writer, artifact.CertifiedModels);
        Write<ulong>(writer, [.. artifact.TrainingPrompts]);
    }

    // Initialisers run in the order written: the order of the file.
    private static PredictorWeights ReadWeights(BinaryReader reader) => new()
    {
        Models = Strings(reader),
        Tasks = Strings(reader),
        UsedBuckets = Array<ulong>(reader),
        Table = Array<sbyte>(reader),
        TableScales = Array<float>(reader),
        GramWeight = reader.ReadSingle(),
        DenseKept = Array<int>(reader),
        DenseMeans = Array<float>(reader),
        DenseScales = Array<float>(reader),
        DenseTable = Array<float>(reader),
        Sharpness = reader.ReadSingle(),
        Mixing = Array<float>(reader),
        Trees = new TreeEnsemble
        {
            Depth = reader.ReadInt32(),
            Inputs = Array<int>(reader),
            Borders = Array<float>(reader),
            Leaves = Array<float>(reader),
        },
        Calibration = new QualityMap { Knots = reader.ReadInt32(), From = Array<float>(reader), To = Array<float>(reader) },
        LeastCosts = Array<float>(reader),
        Lengths = new OutputLengths
        {
            Mixing = Array<float>(reader),
            Means = Array<float>(reader),
            MeanInputTokens = reader.ReadSingle(),
        },
        Novelty = new NoveltyWeights
        {
            Shapes = reader.ReadInt32(),
            Whitening = Array<float>(reader),
            Centres = Array<float>(reader),
            WordMean = reader.ReadSingle(),
            WordScale = reader.ReadSingle(),
            ShapeMean = reader.ReadSingle(),
            ShapeScale = reader.ReadSingle(),
        },
        NoveltyBound = reader.ReadSingle(),
    };

    private static PolicyKnob[] Knobs(BinaryReader reader)
    {
        var knobs = new PolicyKnob[Count(reader)];
        for (var i = 0; i < knobs.Length; i++)
        {
            knobs[i] = new PolicyKnob(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        }

        return knobs;
    }

    private static string[] Strings(BinaryReader reader)
    {
        var values = new string[Count(reader)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadString();
        }

        return values;
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<PolicyKnob> knobs)
    {
        writer.Write(knobs.Count);
        foreach (var knob in knobs)
        {
            writer.Write(knob.Lambda);
            writer.Write(knob.Keep);
            writer.Write(knob.Cost);
        }
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<string> values)
    {
        writer.Write(values.Count);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    private static void Write<T>(BinaryWriter writer, T[] values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values));
    }

    private static T[] Array<T>(BinaryReader reader)
        where T : unmanaged
    {
        var values = new T[Count(reader)];
        reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static int Count(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return count is >= 0 and <= MostElements && count <= reader.BaseStream.Length ? count : throw new InvalidDataException();
    }
}
