namespace Loadline.Core.Checks;

/// <summary>What somebody said of an answer.</summary>
/// <param name="Score">In [0,1].</param>
/// <param name="Reason">Why; <see langword="null"/> where nothing is said.</param>
/// <param name="Problem">Why nothing was said; then there is no score.</param>
public readonly record struct AskedResult(double Score, string? Reason = null, string? Problem = null)
{
    /// <summary>Nobody could be asked, or nothing of use was said.</summary>
    public static AskedResult Failed(string problem) => new(0, null, problem);
}
