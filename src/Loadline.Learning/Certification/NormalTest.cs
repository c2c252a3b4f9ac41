using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Learning.Certification;

/// <summary>The z-test of a line: right for very many rows only. Printed beside the real test, never in its place.</summary>
public static class NormalTest
{
    /// <summary>Whether both parts of the line pass at <paramref name="delta"/>, were means normally distributed.</summary>
    public static bool Holds(StepOutcomes outcomes, float[] reference, QualityLine line, double delta)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(line);
        return (line.Keep is not { } keep || Score(reference.Length, i => outcomes.Served[i] - (keep * reference[i])) > Critical(delta))
            && (line.Lose is not { } lose || Score(reference.Length, i => lose - outcomes.Lost[i]) > Critical(delta));
    }

    /// <summary>Mean over its standard error.</summary>
    public static double Score(int count, Func<int, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        double sum = 0, squares = 0;
        for (var i = 0; i < count; i++)
        {
            var d = value(i);
            sum += d;
            squares += d * d;
        }

        var mean = sum / count;
        return mean / Math.Sqrt(Math.Max((squares / count) - (mean * mean), 1e-18) / count);
    }

    private static double Critical(double delta) => Normal.Quantile(1 - delta);
}
