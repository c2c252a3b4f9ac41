namespace Loadline.Core.Replicas;

/// <summary>Words that replicas send each other. A hint may be lost, so whatever it announces is looked for anyway, only later.</summary>
public static class ReplicaHints
{
    /// <summary>A key was made, rotated or revoked.</summary>
    public const string Keys = "keys";

    /// <summary>A replica has taken another config or policy into force: the others may look at their files.</summary>
    public const string Config = "config";

    private const string BenchWord = "bench ";
    private const string BudgetWord = "budget ";

    /// <summary>Writes that a deployment was benched.</summary>
    public static string Bench(string deployment) => BenchWord + deployment;

    /// <summary>Reads that a deployment was benched.</summary>
    /// <returns>Its id; <see langword="null"/>: the hint is another.</returns>
    public static string? Benched(string hint) => hint.StartsWith(BenchWord, StringComparison.Ordinal) ? hint[BenchWord.Length..] : null;

    /// <summary>Writes that a replica waits for what others hold of a budget, or gave back what one may wait for.</summary>
    public static string Budget(string subject) => BudgetWord + subject;

    /// <summary>Reads whose budget is to be looked at.</summary>
    /// <returns>Its subject; <see langword="null"/>: the hint is another.</returns>
    public static string? BudgetOf(string hint) => hint.StartsWith(BudgetWord, StringComparison.Ordinal) ? hint[BudgetWord.Length..] : null;
}
