namespace Loadline.Core.Watching;

/// <summary>A figure that was measured on a sample, and the interval around it.</summary>
public readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>An estimate with the same distance to either end.</summary>
    public static Estimate Around(double value, double halfWidth) => new(value, value - halfWidth, value + halfWidth);
}
