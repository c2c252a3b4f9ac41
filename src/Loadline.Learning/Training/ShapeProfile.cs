using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>Where the shapes of each task's texts lie, and how they spread around there.</summary>
internal sealed class ShapeProfile
{
    // Added to variances of 1: what hardly varies within tasks must not decide alone, and lengths that all but repeat each other must not
    // become a direction of their own.
    private const double Floor = 0.02;

    private readonly NoveltyWeights _weights;

    private ShapeProfile(int shapes, float[] whitening, float[] centres)
    {
        _weights = new NoveltyWeights
        {
            Shapes = shapes,
            Whitening = whitening,
            Centres = centres,
            WordMean = 0,
            WordScale = 0,
            GramMean = 0,
            GramScale = 0,
            ShapeMean = 0,
            ShapeScale = 1,
        };
    }

    public int Shapes => _weights.Shapes;

    public float[] Whitening => _weights.Whitening;

    public float[] Centres => _weights.Centres;

    /// <param name="features">Features of all rows.</param>
    /// <param name="rows">The ones to fit on.</param>
    /// <param name="scaler">Centre and scale of the dense features.</param>
    /// <param name="labels">Each row's task, over all rows; -1 for none.</param>
    /// <param name="tasks">Number of tasks.</param>
    public static ShapeProfile Fit(RowFeatures features, int[] rows, DenseScaler scaler, int[] labels, int tasks)
    {
        var shapes = scaler.Kept.Count(feature => feature < FeatureSchema.DenseOfText);
        var scaled = rows.Select(row => Scaled(features.Dense[row], scaler, shapes)).ToArray();
        int[] groups = [.. rows.Select(row => Math.Max(0, labels[row]))];
        var centres = Means(scaled, groups, Math.Max(1, tasks), shapes);
        var lower = Covariance(scaled, groups, centres, shapes);
        Ridge.Factor(lower, shapes);
        var inverse = Inverse(lower, shapes);
        var rotated = new float[centres.Length];
        for (var at = 0; at < centres.Length; at += Math.Max(1, shapes))
        {
            for (var i = 0; i < shapes; i++)
            {
                Wide.AddScaled(rotated.AsSpan(at, shapes), inverse.AsSpan(i * shapes, shapes), (float)centres[at + i]);
            }
        }

        return new ShapeProfile(shapes, inverse, rotated);
    }

    /// <summary>The distance of one row's shape to the nearest task's centre.</summary>
    public float Distance(float[] dense, DenseScaler scaler) =>
        _weights.Distance(Scaled(dense, scaler, Shapes), stackalloc float[Shapes]);

    private static float[] Scaled(float[] dense, DenseScaler scaler, int shapes)
    {
        var scaled = new float[shapes];
        for (var i = 0; i < shapes; i++)
        {
            scaled[i] = Math.Clamp(
                (dense[scaler.Kept[i]] - scaler.Means[i]) * scaler.Scales[i], -NoveltyWeights.MostDeviations, NoveltyWeights.MostDeviations);
        }

        return scaled;
    }

    private static double[] Means(float[][] scaled, int[] groups, int tasks, int shapes)
    {
        var sums = new double[tasks * shapes];
        var counts = new int[tasks];
        for (var row = 0; row < scaled.Length; row++)
        {
            counts[groups[row]]++;
            for (var i = 0; i < shapes; i++)
            {
                sums[(groups[row] * shapes) + i] += scaled[row][i];
            }
        }

        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] /= Math.Max(1, counts[at / shapes]);
        }

        return sums;
    }

    private static double[] Covariance(float[][] scaled, int[] groups, double[] centres, int shapes)
    {
        var sums = new double[shapes * shapes];
        var off = new double[shapes];
        for (var row = 0; row < scaled.Length; row++)
        {
            for (var i = 0; i < shapes; i++)
            {
                off[i] = scaled[row][i] - centres[(groups[row] * shapes) + i];
                for (var j = 0; j <= i; j++)
                {
                    sums[(i * shapes) + j] += off[i] * off[j];
                }
            }
        }

        for (var i = 0; i < shapes; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                sums[(i * shapes) + j] = (sums[(i * shapes) + j] / scaled.Length) + (i == j ? Floor : 0);
                sums[(j * shapes) + i] = sums[(i * shapes) + j];
            }
        }

        return sums;
    }

    // The inverse of a lower triangle, column by column: column i is what input i adds to each output.
    private static float[] Inverse(double[] lower, int n)
    {
        var inverse = new float[n * n];
        var column = new double[n];
        for (var i = 0; i < n; i++)
        {
            Array.Clear(column);
            for (var row = i; row < n; row++)
            {
                var sum = row == i ? 1.0 : 0;
                for (var k = i; k < row; k++)
                {
                    sum -= lower[(row * n) + k] * column[k];
                }

                column[row] = sum / lower[(row * n) + row];
                inverse[(i * n) + row] = (float)column[row];
            }
        }

        return inverse;
    }
}
