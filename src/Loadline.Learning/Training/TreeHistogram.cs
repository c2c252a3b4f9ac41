using System.Numerics;
using System.Runtime.InteropServices;

namespace Loadline.Learning.Training;

/// <summary>Sums of what is left to explain, by node, input and bin: all that is needed to find the best borders of a level.</summary>
internal sealed class TreeHistogram
{
    private readonly int[] _asked;
    private readonly TreeBins _bins;
    private readonly int _stride;
    private readonly float[] _sums;
    private readonly int[] _counts;
    private readonly double[] _total;
    private readonly double[] _below;

    public TreeHistogram(int nodes, int[] asked, TreeBins bins, int stride)
    {
        _asked = asked;
        _bins = bins;
        _stride = stride;
        _counts = new int[nodes * asked.Length * TreeBins.Most];
        _sums = new float[_counts.Length * stride];
        _total = new double[stride];
        _below = new double[stride];
    }

    public void Add(int node, ReadOnlySpan<byte> bins, ReadOnlySpan<float> left)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(left);
        for (var a = 0; a < _asked.Length; a++)
        {
            var cell = (((node * _asked.Length) + a) * TreeBins.Most) + bins[_asked[a]];
            _counts[cell]++;
            var sums = MemoryMarshal.Cast<float, Vector<float>>(_sums.AsSpan(cell * _stride, _stride));
            for (var k = 0; k < sums.Length; k++)
            {
                sums[k] += wide[k];
            }
        }
    }

    /// <summary>The border that takes most of the squares away.</summary>
    /// <returns>The input and the last bin left of the border; -1 where none helps.</returns>
    public (int Input, int Bin) Best(int node)
    {
        var (best, at) = (0.0, (-1, 0));
        for (var a = 0; a < _asked.Length; a++)
        {
            var first = ((node * _asked.Length) + a) * TreeBins.Most;
            var rows = Total(first);
            var whole = Gain(_total, rows);
            Array.Clear(_below);
            var below = 0;
            for (var bin = 0; bin < _bins.Borders(_asked[a]); bin++)
            {
                below += _counts[first + bin];
                for (var k = 0; k < _stride; k++)
                {
                    _below[k] += _sums[((first + bin) * _stride) + k];
                }

                if (below >= TreeOptions.LeastRows && rows - below >= TreeOptions.LeastRows
                    && Gain(_below, below) + GainAbove(rows - below) - whole is var gain && gain > best)
                {
                    (best, at) = (gain, (_asked[a], bin));
                }
            }
        }

        return at;
    }

    private int Total(int first)
    {
        Array.Clear(_total);
        var rows = 0;
        for (var bin = 0; bin < TreeBins.Most; bin++)
        {
            rows += _counts[first + bin];
            for (var k = 0; k < _stride; k++)
            {
                _total[k] += _sums[((first + bin) * _stride) + k];
            }
        }

        return rows;
    }

    private static double Gain(double[] sums, int rows)
    {
        var squares = 0.0;
        foreach (var sum in sums)
        {
            squares += sum * sum;
        }

        return squares / (rows + TreeOptions.Prior);
    }

    private double GainAbove(int rows)
    {
        var squares = 0.0;
        for (var k = 0; k < _stride; k++)
        {
            var above = _total[k] - _below[k];
            squares += above * above;
        }

        return squares / (rows + TreeOptions.Prior);
    }
}
