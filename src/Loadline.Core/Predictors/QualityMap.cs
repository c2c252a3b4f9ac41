namespace Loadline.Core.Predictors;

/// <summary>Turns expected qualities into calibrated ones: for each model straight lines between knots that never fall.</summary>
/// <remarks>Beyond the outer knots their correction goes on unchanged, so that the order of requests is kept there, too.</remarks>
public sealed class QualityMap
{
    /// <summary>Gets the one that changes nothing.</summary>
    public static QualityMap None { get; } = new() { Knots = 0, From = [], To = [] };

    /// <summary>Gets the number of knots of a model; 0 where qualities are left as they are, else at least 2.</summary>
    public required int Knots { get; init; }

    /// <summary>Gets the expectations at the knots, rising: models × knots.</summary>
    public required float[] From { get; init; }

    /// <summary>Gets what they stand for: models × knots.</summary>
    public required float[] To { get; init; }

    /// <summary>Replaces one number for each model.</summary>
    public void Apply(Span<float> quality)
    {
        for (var m = 0; m < quality.Length && Knots > 0; m++)
        {
            quality[m] = At(From.AsSpan(m * Knots, Knots), To.AsSpan(m * Knots, Knots), quality[m]);
        }
    }

    internal bool Fits(int models) =>
        Knots is 0 or (>= 2 and <= 256) && From.Length == models * Knots && To.Length == From.Length;

    private static float At(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float value)
    {
        if (value <= from[0])
        {
            return value + to[0] - from[0];
        }

        for (var k = 1; k < from.Length; k++)
        {
            if (value < from[k])
            {
                return to[k - 1] + ((value - from[k - 1]) / (from[k] - from[k - 1]) * (to[k] - to[k - 1]));
            }
        }

        return value + to[^1] - from[^1];
    }
}
