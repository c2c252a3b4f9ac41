namespace Loadline.Core.Checks;

/// <summary>What a check found.</summary>
/// <param name="Score">In [0,1]; 1 is right.</param>
/// <param name="Reason">Why not more; <see langword="null"/> where nothing is to be said.</param>
public readonly record struct CheckResult(double Score, string? Reason = null)
{
    /// <summary>Gets the answer is right: a score of 1.</summary>
    public static CheckResult Pass { get; } = new(1);

    /// <summary>Gets a value indicating whether the answer is right: the score is 1.</summary>
    public bool Passed => Score >= 1;

    /// <summary>The answer is wrong: a score of 0, and why.</summary>
    public static CheckResult Fail(string reason) => new(0, reason);
}
