namespace Loadline.Learning.Training;

/// <summary>Inputs cut into bins of equal size on training rows: trees look for borders between bins only.</summary>
internal sealed class TreeBins
{
    /// <summary>Most bins of an input.</summary>
    public const int Most = 32;

    private readonly byte[] _bins;
    private readonly float[][] _borders;

    private TreeBins(byte[] bins, float[][] borders)
    {
        _bins = bins;
        _borders = borders;
    }

    /// <summary>Gets the number of inputs.</summary>
    public int Inputs => _borders.Length;

    /// <summary>The bins of one row.</summary>
    public ReadOnlySpan<byte> Row(int row) => _bins.AsSpan(row * Inputs, Inputs);

    /// <summary>The value above which an input is in a bin after <paramref name="bin"/>.</summary>
    public float Border(int input, int bin) => _borders[input][bin];

    /// <summary>The number of borders of an input; 0 for one that never varies.</summary>
    public int Borders(int input) => _borders[input].Length;

    /// <summary>Cuts all inputs but the last, which is the intercept's.</summary>
    public static TreeBins Of(StackRows rows)
    {
        var inputs = rows.Width - 1;
        var bins = new byte[rows.Count * inputs];
        var borders = new float[inputs][];
        Parallel.For(0, inputs, TrainingThreads.Options, input =>
        {
            var values = new float[rows.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = rows.Row(i)[input];
            }

            borders[input] = Cut(values);
            for (var i = 0; i < values.Length; i++)
            {
                // The first border that is not below the value: a value at a border lies left of it.
                var at = Array.BinarySearch(borders[input], values[i]);
                bins[(i * inputs) + input] = (byte)(at >= 0 ? at : ~at);
            }
        });
        return new TreeBins(bins, borders);
    }

    private static float[] Cut(float[] values)
    {
        var sorted = (float[])values.Clone();
        Array.Sort(sorted);
        var borders = new List<float>();
        for (var bin = 1; bin < Most; bin++)
        {
            var border = sorted[(int)((long)bin * sorted.Length / Most)];
            if (border < sorted[^1] && (borders.Count == 0 || border > borders[^1]))
            {
                borders.Add(border);
            }
        }

        return [.. borders];
    }
}
