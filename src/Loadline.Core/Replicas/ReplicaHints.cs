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
    /// <param name="node">Which replica: it hears its own hints too.</param>
    /// <param name="subject">Whose budget.</param>
    public static string Budget(Guid node, string subject) => $"{BudgetWord}{node:N} {subject}";

    /// <summary>Reads whose budget is to be looked at.</summary>
    /// <param name="hint">The hint.</param>
    /// <param name="self">Who reads: what it says itself is nothing new to it.</param>
    /// <returns>Its subject; <see langword="null"/>: the hint is another, or one's own.</returns>
    public static string? BudgetOf(string hint, Guid self)
    {
        if (!hint.StartsWith(BudgetWord, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = hint.AsSpan(BudgetWord.Length);
        var end = rest.IndexOf(' ');
        return end > 0 && Guid.TryParseExact(rest[..end], "N", out var node) && node != self ? rest[(end + 1)..].ToString() : null;
    }
}
