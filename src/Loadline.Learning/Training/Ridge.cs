namespace Loadline.Learning.Training;

/// <summary>Ridge regression with a penalty of its own for each column, solved exactly (Cholesky).</summary>
internal static class Ridge
{
    /// <summary>Solves (A + diag(penalty)) X = B for a symmetric positive A.</summary>
    /// <param name="gram">A, n × n, row by row; kept.</param>
    /// <param name="penalties">n numbers above 0.</param>
    /// <param name="right">B, n × outputs, row by row; kept.</param>
    /// <param name="outputs">Columns of B.</param>
    public static double[] Solve(double[] gram, ReadOnlySpan<double> penalties, double[] right, int outputs)
    {
        var n = penalties.Length;
        var lower = (double[])gram.Clone();
        for (var i = 0; i < n; i++)
        {
            lower[(i * n) + i] += penalties[i];
        }

        Factor(lower, n);
        var x = (double[])right.Clone();
        Substitute(lower, n, x, outputs);
        for (var i = 0; i < n; i++)
        {
            if (penalties[i] >= StackPenalties.Off)
            {
                // What is left of a column that is off is tiny, but it would still decide ties.
                x.AsSpan(i * outputs, outputs).Clear();
            }
        }

        return x;
    }

    /// <summary>Replaces the lower triangle of a symmetric positive matrix by its Cholesky factor.</summary>
    internal static void Factor(double[] a, int n)
    {
        for (var j = 0; j < n; j++)
        {
            var row = a.AsSpan(j * n, n);
            var pivot = row[j];
            for (var k = 0; k < j; k++)
            {
                pivot -= row[k] * row[k];
            }

            pivot = Math.Sqrt(Math.Max(pivot, 1e-12));
            row[j] = pivot;
            for (var i = j + 1; i < n; i++)
            {
                var other = a.AsSpan(i * n, n);
                var sum = other[j];
                for (var k = 0; k < j; k++)
                {
                    sum -= other[k] * row[k];
                }

                other[j] = sum / pivot;
            }
        }
    }

    private static void Substitute(double[] lower, int n, double[] x, int outputs)
    {
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
            {
                Subtract(x, i, k, lower[(i * n) + k], outputs);
            }

            Divide(x, i, lower[(i * n) + i], outputs);
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
            {
                Subtract(x, i, k, lower[(k * n) + i], outputs);
            }

            Divide(x, i, lower[(i * n) + i], outputs);
        }
    }

    private static void Subtract(double[] x, int to, int from, double factor, int outputs)
    {
        for (var o = 0; o < outputs; o++)
        {
            x[(to * outputs) + o] -= factor * x[(from * outputs) + o];
        }
    }

    private static void Divide(double[] x, int row, double by, int outputs)
    {
        for (var o = 0; o < outputs; o++)
        {
            x[(row * outputs) + o] /= by;
        }
    }
}
