namespace Loadline.Learning.Evaluation;

/// <summary>How far expectations are from what happened.</summary>
public static class Calibration
{
    private const int Bins = 10;

    /// <summary>The expected calibration error over ten bins of equal size, of all models' predictions together.</summary>
    public static double Error(TestRows rows, Scores scores)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(scores);
        var expected = scores.Quality.Select(value => (double)value).ToArray();
        var real = new double[expected.Length];
        for (var i = 0; i < rows.Rows.Length; i++)
        {
            for (var m = 0; m < rows.Models; m++)
            {
                real[(i * rows.Models) + m] = rows.Quality(i, m);
            }
        }

        return Error(expected, real);
    }

    /// <summary>The same of any expectations and what happened.</summary>
    public static double Error(double[] expected, double[] real)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(real);
        var order = Enumerable.Range(0, expected.Length).OrderBy(i => expected[i]).ToArray();
        var error = 0.0;
        for (var bin = 0; bin < Bins; bin++)
        {
            var from = (int)((long)bin * order.Length / Bins);
            var to = (int)((long)(bin + 1) * order.Length / Bins);
            var difference = 0.0;
            for (var i = from; i < to; i++)
            {
                difference += expected[order[i]] - real[order[i]];
            }

            error += Math.Abs(difference) / order.Length;
        }

        return error;
    }
}
