namespace Loadline.Core.Checks;

/// <summary>What a check found.</summary>
/// <param name="Score">In [0,1]; 1 is right.</param>
/// <param name="Reason">Why not more; <see langword="null"/> where nothing is to be said.</param>
public readonly record struct CheckResult(double Score, string? Reason = null)
{
    public static CheckResult Pass { get; } = new(1);

    public bool Passed => Score >= 1;

    public static CheckResult Fail(string reason) => new(0, reason);
}
