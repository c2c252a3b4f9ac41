using System.Globalization;

namespace Loadline.Core.Quality;

/// <summary>What a route may not sink below, measured against its reference model.</summary>
/// <param name="Keep">The least share of the reference's mean quality, in (0,1]; <see langword="null"/>: not asked for.</param>
/// <param name="Lose">The largest share of requests that the reference had right and that were served worse by half a grade or more, in (0,1); <see langword="null"/>: not asked for.</param>
/// <param name="Confidence">The probability with which a certificate must be right, in (0,1).</param>
public sealed record QualityLine(double? Keep, double? Lose, double Confidence = QualityLine.DefaultConfidence)
{
    /// <summary>The share of the reference's quality to keep where a line does not say.</summary>
    public const double DefaultKeep = 0.95;

    /// <summary>The confidence where a line does not say.</summary>
    public const double DefaultConfidence = 0.95;

    /// <summary>From this far below the reference's grade on, a request counts as lost.</summary>
    public const double LossFrom = 0.5;

    /// <summary>Gets the probability of a wrong certificate, 1 − confidence.</summary>
    public double Delta => 1 - Confidence;

    /// <summary>Whether a request counts as lost.</summary>
    public static bool IsLost(double served, double reference) => reference - served >= LossFrom;

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        ", ",
        new[]
        {
            Keep is { } keep ? "keep " + keep.ToString("0.###", CultureInfo.InvariantCulture) : null,
            Lose is { } lose ? "lose at most " + lose.ToString("0.##%", CultureInfo.InvariantCulture) : null,
            "confidence " + Confidence.ToString("0.###", CultureInfo.InvariantCulture),
        }.OfType<string>());
}
