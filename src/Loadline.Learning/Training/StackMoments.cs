namespace Loadline.Learning.Training;

/// <summary>The sums of products that ridge regression needs, of each fold and of all of them.</summary>
internal sealed class StackMoments
{
    public StackMoments(int folds, int width, int outputs)
    {
        Width = width;
        Outputs = outputs;
        Gram = Zeros(folds + 1, width * width);
        Right = Zeros(folds + 1, width * outputs);
        Squares = new double[folds];
    }

    public int Width { get; }

    public int Outputs { get; }

    public int FoldCount => Squares.Length;

    /// <summary>Gets XᵀX by fold; the last is the sum.</summary>
    public double[][] Gram { get; }

    /// <summary>Gets Xᵀy by fold; the last is the sum.</summary>
    public double[][] Right { get; }

    /// <summary>Gets Σ of squares of targets, centred within each row, by fold.</summary>
    public double[] Squares { get; }

    /// <param name="rows">The inputs.</param>
    /// <param name="targets">Row by row.</param>
    /// <param name="outputs">Targets of a row.</param>
    /// <param name="foldOf">Each row's fold.</param>
    /// <param name="folds">Number of folds.</param>
    public static StackMoments Of(StackRows rows, float[] targets, int outputs, int[] foldOf, int folds)
    {
        var moments = new StackMoments(folds, rows.Width, outputs);
        Parallel.For(0, folds, TrainingThreads.Options, fold =>
        {
            for (var i = 0; i < foldOf.Length; i++)
            {
                if (foldOf[i] == fold)
                {
                    moments.Add(rows.Row(i), targets.AsSpan(i * outputs, outputs), fold);
                }
            }

            moments.Mirror(fold);
        });
        moments.Total();
        return moments;
    }

    /// <summary>The squared error on a fold of the differences between outputs, from the fold's moments alone.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="weights">Width × outputs.</param>
    public double CentredError(int fold, double[] weights)
    {
        var centred = Centre(weights);
        var right = Centre(Right[fold]);
        var gram = Gram[fold];
        var error = Squares[fold];
        for (var o = 0; o < Outputs; o++)
        {
            for (var a = 0; a < Width; a++)
            {
                var w = centred[(a * Outputs) + o];
                if (w == 0)
                {
                    continue;
                }

                var sum = 0.0;
                for (var b = 0; b < Width; b++)
                {
                    sum += gram[(a * Width) + b] * centred[(b * Outputs) + o];
                }

                error += w * (sum - (2 * right[(a * Outputs) + o]));
            }
        }

        return error;
    }

    /// <summary>All moments less those of one fold.</summary>
    public (double[] Gram, double[] Right) Without(int fold) => (Less(Gram[^1], Gram[fold]), Less(Right[^1], Right[fold]));

    private void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int fold)
    {
        var gram = Gram[fold];
        var right = Right[fold];
        for (var a = 0; a < x.Length; a++)
        {
            double value = x[a];
            var row = gram.AsSpan(a * Width, a + 1);
            for (var b = 0; b < row.Length; b++)
            {
                row[b] += value * x[b];
            }

            for (var o = 0; o < y.Length; o++)
            {
                right[(a * Outputs) + o] += value * y[o];
            }
        }

        var mean = 0.0;
        foreach (var value in y)
        {
            mean += value / (double)y.Length;
        }

        foreach (var value in y)
        {
            Squares[fold] += (value - mean) * (value - mean);
        }
    }

    private void Mirror(int fold)
    {
        var gram = Gram[fold];
        for (var a = 0; a < Width; a++)
        {
            for (var b = 0; b < a; b++)
            {
                gram[(b * Width) + a] = gram[(a * Width) + b];
            }
        }
    }

    private void Total()
    {
        for (var fold = 0; fold < FoldCount; fold++)
        {
            Accumulate(Gram[^1], Gram[fold]);
            Accumulate(Right[^1], Right[fold]);
        }
    }

    private double[] Centre(double[] values)
    {
        var centred = new double[values.Length];
        for (var a = 0; a < Width; a++)
        {
            var mean = 0.0;
            for (var o = 0; o < Outputs; o++)
            {
                mean += values[(a * Outputs) + o] / Outputs;
            }

            for (var o = 0; o < Outputs; o++)
            {
                centred[(a * Outputs) + o] = values[(a * Outputs) + o] - mean;
            }
        }

        return centred;
    }

    private static void Accumulate(double[] to, double[] from)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += from[i];
        }
    }

    private static double[] Less(double[] from, double[] part)
    {
        var result = new double[from.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = from[i] - part[i];
        }

        return result;
    }

    private static double[][] Zeros(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}
