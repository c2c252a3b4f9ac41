using System.Numerics;
using System.Runtime.InteropServices;

namespace Loadline.Learning.Training;

/// <summary>Weights of linear outputs: a row of <see cref="Stride"/> numbers per column of the sparse rows.</summary>
internal sealed record LinearModel(float[] Weights, int Width, int Outputs, int Stride)
{
    public static int StrideOf(int outputs) => (outputs + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>The outputs of one row, before any activation.</summary>
    public void Predict(SparseRows rows, int row, Span<float> to)
    {
        Span<float> z = stackalloc float[Stride];
        Accumulate(rows, row, Weights, Stride, z);
        z[..Outputs].CopyTo(to);
    }

    internal static void Accumulate(SparseRows rows, int row, float[] weights, int stride, Span<float> z)
    {
        z.Clear();
        var columns = rows.Columns(row);
        var values = rows.Values(row);
        var sum = MemoryMarshal.Cast<float, Vector<float>>(z);
        for (var i = 0; i < columns.Length; i++)
        {
            var value = new Vector<float>(values[i]);
            var w = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(columns[i] * stride, stride));
            for (var k = 0; k < sum.Length; k++)
            {
                sum[k] += value * w[k];
            }
        }
    }
}
