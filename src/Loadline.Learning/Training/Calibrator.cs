using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>Fits what turns expectations into frequencies: isotonic regression (pool adjacent violators) over bins of equal size.</summary>
internal static class Calibrator
{
    private const int RowsOfBin = 200;
    private const int LeastBins = 3;
    private const int MostBins = 12;

    // Bins that hold the same expectation, as of a predictor that does not look at texts, have no line between them.
    private const float LeastStep = 1e-4f;

    /// <summary>Calibrates a layer where that lowers its error on rows that the calibration was not fitted on.</summary>
    /// <param name="layer">Expectations out of fold; each fold is calibrated by the others.</param>
    /// <param name="targets">What happened.</param>
    /// <param name="models">Numbers of a row.</param>
    /// <param name="foldOf">Each row's fold.</param>
    public static QualityLayer Calibrate(QualityLayer layer, float[] targets, int models, int[] foldOf)
    {
        var calibrated = (float[])layer.OutOfFold.Clone();
        for (var fold = 0; fold <= foldOf.Max(); fold++)
        {
            var map = Fit(layer.OutOfFold, targets, models, [.. Rows(foldOf, fold, inside: false)]);
            foreach (var row in Rows(foldOf, fold, inside: true))
            {
                map.Apply(calibrated.AsSpan(row * models, models));
            }
        }

        // Of the qualities themselves, and of their differences, which routing lives on.
        var isBetter = Error(calibrated, targets) < Error(layer.OutOfFold, targets)
            && QualityLayer.CentredError(calibrated, targets, models) < QualityLayer.CentredError(layer.OutOfFold, targets, models);
        return isBetter
            ? layer with { OutOfFold = calibrated, Calibration = Fit(layer.OutOfFold, targets, models, [.. Enumerable.Range(0, foldOf.Length)]) }
            : layer;
    }

    /// <summary>Fits on rows.</summary>
    public static QualityMap Fit(float[] expected, float[] targets, int models, int[] rows)
    {
        var bins = Math.Clamp(rows.Length / RowsOfBin, LeastBins, MostBins);
        var from = new float[models * bins];
        var to = new float[models * bins];
        for (var m = 0; m < models; m++)
        {
            int[] order = [.. rows.OrderBy(row => expected[(row * models) + m])];
            for (var bin = 0; bin < bins; bin++)
            {
                var part = order.AsSpan((int)((long)bin * order.Length / bins)..(int)((long)(bin + 1) * order.Length / bins));
                from[(m * bins) + bin] = Mean(expected, part, models, m);
                to[(m * bins) + bin] = Mean(targets, part, models, m);
            }

            Pool(to.AsSpan(m * bins, bins));
            if (!Rises(from.AsSpan(m * bins, bins)))
            {
                return QualityMap.None;
            }
        }

        return new QualityMap { Knots = bins, From = from, To = to };
    }

    // Neighbours that fall are replaced by their mean, until none falls. Bins are of one size: they count alike.
    private static void Pool(Span<float> values)
    {
        for (var i = 1; i < values.Length; i++)
        {
            var first = i;
            var sum = values[i];
            while (first > 0 && values[first - 1] > sum / (i - first + 1))
            {
                sum += values[--first];
            }

            values[first..(i + 1)].Fill(sum / (i - first + 1));
        }
    }

    private static bool Rises(ReadOnlySpan<float> values)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] - values[i - 1] < LeastStep)
            {
                return false;
            }
        }

        return true;
    }

    private static float Mean(float[] values, ReadOnlySpan<int> rows, int models, int model)
    {
        var sum = 0.0;
        foreach (var row in rows)
        {
            sum += values[(row * models) + model];
        }

        return (float)(sum / Math.Max(1, rows.Length));
    }

    private static double Error(float[] expected, float[] targets) => expected.Zip(targets, (e, t) => (e - (double)t) * (e - t)).Sum();

    private static IEnumerable<int> Rows(int[] foldOf, int fold, bool inside) =>
        Enumerable.Range(0, foldOf.Length).Where(i => (foldOf[i] == fold) == inside);
}
