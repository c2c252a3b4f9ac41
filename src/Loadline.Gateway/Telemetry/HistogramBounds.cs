using System.Globalization;
using System.Text;

namespace Loadline.Gateway.Telemetry;

/// <summary>The upper bounds of a histogram's buckets, with their <c>le</c> labels ready to be written.</summary>
internal sealed class HistogramBounds
{
    private readonly double[] _bounds;
    private readonly byte[][] _labels;

    /// <param name="bounds">Ascending, without infinity, which is added.</param>
    public HistogramBounds(double[] bounds)
    {
        _bounds = bounds;
        _labels = [.. bounds.Select(b => LabelOf(b.ToString(CultureInfo.InvariantCulture))), LabelOf("+Inf")];
    }

    /// <summary>Gets the number of buckets, the one without an upper bound included.</summary>
    public int Buckets => _labels.Length;

    /// <summary>Finds the first bucket whose bound is not below a value.</summary>
    public int BucketOf(double value)
    {
        var bounds = _bounds;
        var at = 0;
        while (at < bounds.Length && !(value <= bounds[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Gets <c>le="…"</c> of a bucket.</summary>
    public ReadOnlySpan<byte> Label(int bucket) => _labels[bucket];

    public bool SameAs(HistogramBounds other) => _bounds.AsSpan().SequenceEqual(other._bounds);

    private static byte[] LabelOf(string bound) => Encoding.UTF8.GetBytes(PrometheusText.Label("le", bound));
}
