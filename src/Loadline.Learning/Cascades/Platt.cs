namespace Loadline.Learning.Cascades;

/// <summary>Turns margins into probabilities by a logistic curve (Platt 1999), fitted by Newton's method.</summary>
internal static class Platt
{
    private const int Steps = 50;

    /// <param name="margins">Scores of things the scorer was not fitted on.</param>
    /// <param name="right">Parallel: what they turned out to be.</param>
    public static (double Offset, double Scale) Fit(IReadOnlyList<double> margins, IReadOnlyList<bool> right)
    {
        ArgumentNullException.ThrowIfNull(margins);
        ArgumentNullException.ThrowIfNull(right);
        double offset = 0, scale = 1;
        for (var step = 0; step < Steps; step++)
        {
            double g0 = 0, g1 = 0, h00 = 1e-6, h01 = 0, h11 = 1e-6;
            for (var i = 0; i < margins.Count; i++)
            {
                var p = 1 / (1 + Math.Exp(-(offset + (scale * margins[i]))));
                var error = (right[i] ? 1 : 0) - p;
                var weight = p * (1 - p);
                g0 += error;
                g1 += error * margins[i];
                h00 += weight;
                h01 += weight * margins[i];
                h11 += weight * margins[i] * margins[i];
            }

            var determinant = (h00 * h11) - (h01 * h01);
            var d0 = ((h11 * g0) - (h01 * g1)) / determinant;
            var d1 = ((h00 * g1) - (h01 * g0)) / determinant;
            offset += Math.Clamp(d0, -2, 2);
            scale += Math.Clamp(d1, -2, 2);
            if (Math.Abs(d0) + Math.Abs(d1) < 1e-9)
            {
                break;
            }
        }

        return (offset, scale);
    }
}
