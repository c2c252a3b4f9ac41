namespace Loadline.Core.Certificates;

/// <summary>How the error probability δ is shared among certifications that used the same rows.</summary>
/// <remarks>0.8 · 0.2^(j−1) · δ for the j-th: together never more than δ, and nearly all of it for the first.</remarks>
public static class AttemptShares
{
    private const double First = 0.8;

    /// <summary>The share of δ that an attempt spends.</summary>
    /// <param name="attempt">From 1.</param>
    public static double Of(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        return First * Math.Pow(1 - First, attempt - 1);
    }
}
