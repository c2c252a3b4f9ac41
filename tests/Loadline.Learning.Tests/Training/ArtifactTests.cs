using System.Security.Cryptography;
using Loadline.Core.Predictors;
using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Training;

public sealed class ArtifactTests
{
    private const int FormatVersionAt = 16;
    private static readonly byte[] Bytes = Write();

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var artifact = PolicyArtifactFile.Read(Bytes, "a.policy");
        Assert.Equal("large", artifact.Reference);
        Assert.Equal(["small", "large"], artifact.Models);
        Assert.Equal(300, artifact.Rows);
        Assert.Equal(Bytes, PolicyArtifactFile.Write(artifact));
        Assert.Equal(64, artifact.Digest.Length);
    }

    [Fact]
    public void Read_AnyFlippedByte_IsRefused()
    {
        var random = new Random(3);
        foreach (var at in Enumerable.Range(0, 200).Select(i => i < 60 ? i : random.Next(Bytes.Length)).Append(Bytes.Length - 1))
        {
            var changed = (byte[])Bytes.Clone();
            changed[at] ^= 0x10;
            Assert.Throws<PolicyArtifactException>(() => PolicyArtifactFile.Read(changed, "a.policy"));
        }
    }

    [Fact]
    public void Read_OtherFormatVersion_SaysTrainAgain()
    {
        var changed = (byte[])Bytes.Clone();
        changed[FormatVersionAt] = 99;

        // A rightful digest: it is the version that must be refused, not the change.
        SHA256.HashData(changed.AsSpan(0, changed.Length - 32)).CopyTo(changed, changed.Length - 32);
        var error = Assert.Throws<PolicyArtifactException>(() => PolicyArtifactFile.Read(changed, "a.policy"));
        Assert.Contains("version 99", error.Message, StringComparison.Ordinal);
        Assert.Contains("Train again", error.Message, StringComparison.Ordinal);
    }

    // The versions before and after: other numbers, other places.
    [Theory]
    [InlineData(FormatVersionAt, 1, "format version 1; this Loadline reads version 3")]
    [InlineData(FormatVersionAt, 2, "format version 2; this Loadline reads version 3")]
    [InlineData(FormatVersionAt + 4, 1, "features version 1; this Loadline reads version 2")]
    public void Read_OlderVersion_SaysWhichIsWhich(int at, byte version, string message)
    {
        var changed = (byte[])Bytes.Clone();
        changed[at] = version;
        SHA256.HashData(changed.AsSpan(0, changed.Length - 32)).CopyTo(changed, changed.Length - 32);
        Assert.Contains(message, Assert.Throws<PolicyArtifactException>(() => PolicyArtifactFile.Read(changed, "a.policy")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PartsThatDoNotFitTogether_AreRefused()
    {
        var artifact = PolicyArtifactFile.Read(Bytes, "a.policy");
        artifact.Weights.Trees.Inputs[0] = 10_000;
        var error = Assert.Throws<PolicyArtifactException>(() => PolicyArtifactFile.Read(PolicyArtifactFile.Write(artifact), "a.policy"));
        Assert.Contains("does not hold what its version promises", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(5000)]
    public void Read_CutShort_IsRefused(int length)
        => Assert.Throws<PolicyArtifactException>(() => PolicyArtifactFile.Read(Bytes[..length], "a.policy"));

    private static byte[] Write()
    {
        var table = SyntheticTable.Create(300);
        int[] rows = [.. Enumerable.Range(0, 300)];
        return PolicyArtifactFile.Write(
            Trainer.Train(table, RowFeatures.Of(table.Rows), rows, new TrainingOptions { Reference = "large" }).Artifact);
    }
}
