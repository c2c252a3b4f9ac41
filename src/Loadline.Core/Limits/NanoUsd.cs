namespace Loadline.Core.Limits;

/// <summary>Money as whole billionths of a USD: exact to add, and small enough for atomic arithmetic (up to 9.2 billion USD).</summary>
public static class NanoUsd
{
    private const decimal PerUsd = 1_000_000_000m;
    private const decimal Most = 9_000_000_000m;

    /// <summary>Converts USD, rounded up: a limit is never passed by rounding.</summary>
    public static long FromUsd(decimal usd) => (long)decimal.Ceiling(Math.Clamp(usd, 0, Most) * PerUsd);

    /// <summary>Converts an estimate in USD, rounded up; what is not a number counts as nothing.</summary>
    public static long FromUsd(double usd) => usd > 0 ? FromUsd((decimal)Math.Min(usd, (double)Most)) : 0;

    /// <summary>The amount in USD, exact.</summary>
    public static decimal ToUsd(long nano) => nano / PerUsd;
}
