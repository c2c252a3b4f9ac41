namespace Loadline.Core.Replicas;

/// <summary>Words that replicas send each other. A hint may be lost, so whatever it announces is looked for anyway, only later.</summary>
public static class ReplicaHints
{
    /// <summary>A key was made, rotated or revoked.</summary>
    public const string Keys = "keys";

    /// <summary>A replica has taken another config or policy into force: the others may look at their files.</summary>
    public const string Config = "config";

    private const string BenchWord = "bench ";

    /// <summary>Writes that a deployment was benched.</summary>
    public static string Bench(string deployment) => BenchWord + deployment;

    /// <summary>Reads that a deployment was benched.</summary>
    /// <returns>Its id; <see langword="null"/>: the hint is another.</returns>
    public static string? Benched(string hint) => hint.StartsWith(BenchWord, StringComparison.Ordinal) ? hint[BenchWord.Length..] : null;
}
