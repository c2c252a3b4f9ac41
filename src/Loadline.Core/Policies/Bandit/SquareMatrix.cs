namespace Loadline.Core.Policies;

/// <summary>The few sums over square matrices of a bandit's size, kept row by row.</summary>
internal static class SquareMatrix
{
    /// <summary>One row times a vector.</summary>
    public static double Row(double[] matrix, int row, ReadOnlySpan<double> x) => Dot(matrix.AsSpan(row * x.Length, x.Length), x);

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>Takes v vᵀ / <paramref name="denominator"/> away.</summary>
    public static void Subtract(double[] matrix, ReadOnlySpan<double> v, double denominator)
    {
        for (var i = 0; i < v.Length; i++)
        {
            var scale = v[i] / denominator;
            var row = matrix.AsSpan(i * v.Length, v.Length);
            for (var j = 0; j < row.Length; j++)
            {
                row[j] -= scale * v[j];
            }
        }
    }
}
