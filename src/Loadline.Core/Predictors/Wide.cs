using System.Numerics;

namespace Loadline.Core.Predictors;

/// <summary>Arithmetic on spans, as many numbers at a time as the processor takes.</summary>
internal static class Wide
{
    /// <summary>Adds <paramref name="factor"/> times the values.</summary>
    public static void AddScaled(Span<float> to, ReadOnlySpan<float> values, float factor)
    {
        var i = 0;
        var wide = new Vector<float>(factor);
        for (; i <= to.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(to[i..]) + (wide * new Vector<float>(values[i..]))).CopyTo(to[i..]);
        }

        for (; i < to.Length; i++)
        {
            to[i] += factor * values[i];
        }
    }

    public static float Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var i = 0;
        var sums = Vector<float>.Zero;
        for (; i <= first.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(first[i..]) * new Vector<float>(second[i..]);
        }

        var sum = Vector.Sum(sums);
        for (; i < first.Length; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }

    /// <summary>The sum of absolute differences.</summary>
    public static float Distance(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var i = 0;
        var sums = Vector<float>.Zero;
        for (; i <= first.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += Vector.Abs(new Vector<float>(first[i..]) - new Vector<float>(second[i..]));
        }

        var sum = Vector.Sum(sums);
        for (; i < first.Length; i++)
        {
            sum += MathF.Abs(first[i] - second[i]);
        }

        return sum;
    }
}
