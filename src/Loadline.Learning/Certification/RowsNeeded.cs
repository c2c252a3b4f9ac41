using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Learning.Certification;

/// <summary>How many rows a proof takes.</summary>
internal static class RowsNeeded
{
    // (1.645 + 0.842)²: confidence 0.95, found four times in five.
    private const double Factor = 6.2;

    /// <summary>The units that a step like this would need.</summary>
    /// <returns><see langword="null"/> where its mean is not above the line: no number would do.</returns>
    public static int? For(StepOutcomes outcomes, float[] reference, QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(line);
        double? keep = line.Keep is { } share ? Count(reference.Length, i => outcomes.Served[i] - (share * reference[i])) : 0;
        double? lose = line.Lose is { } most ? Count(reference.Length, i => most - outcomes.Lost[i]) : 0;
        return keep is { } a && lose is { } b ? (int)Math.Ceiling(Math.Max(a, b)) : null;
    }

    /// <summary>The fewest units with which even a route that never differs from a perfect reference could be proven.</summary>
    /// <param name="line">The line.</param>
    /// <param name="delta">The probability of a wrong proof.</param>
    /// <param name="referenceShare">As in <see cref="LineTest"/>.</param>
    /// <remarks>Each multiplies wealth by at most 1 + 0.98 · best d / worst d.</remarks>
    public static int Least(QualityLine line, double delta, double referenceShare = 0)
    {
        ArgumentNullException.ThrowIfNull(line);
        var goal = Math.Log(1 / delta);
        var keep = line.Keep is { } share and < 1 ? goal / Math.Log(1 + (0.98 * (1 - share) / LineTest.Risk(share - referenceShare))) : line.Keep is null ? 0 : goal / Math.Log(1.98);
        var lose = line.Lose is { } most ? goal / Math.Log(1 + (0.98 * most / LineTest.Risk(1 - most - referenceShare))) : 0;
        return (int)Math.Ceiling(Math.Max(keep, lose));
    }

    private static double? Count(int count, Func<int, double> value)
    {
        double sum = 0, squares = 0;
        for (var i = 0; i < count; i++)
        {
            var d = value(i);
            sum += d;
            squares += d * d;
        }

        var mean = sum / count;
        return mean > 0 ? Factor * ((squares / count) - (mean * mean)) / (mean * mean) : null;
    }
}
