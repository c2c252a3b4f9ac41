using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loadline.Core.Predictors;

/// <summary>Predicts every model's quality and cost from a request's features.</summary>
/// <remarks>Thread-safe: all state of a call is in the <see cref="Prediction"/>. Allocates nothing once that has grown.</remarks>
public sealed class QualityPredictor
{
    // So many 8-bit numbers can be added in 16 bits.
    private const int Batch = 256;

    private readonly PredictorWeights _weights;
    private readonly sbyte[] _table;
    private readonly int _stride;

    /// <summary>Takes weights as they are; they must not change afterwards.</summary>
    public QualityPredictor(PredictorWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = weights;
        _stride = weights.Stride;
        _table = Spread(weights);
    }

    /// <summary>Gets the weights.</summary>
    public PredictorWeights Weights => _weights;

    /// <summary>Fills <paramref name="to"/> for one request.</summary>
    public void Predict(FeatureVector features, Prediction to)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(to);
        to.Fit(_weights);
        var outputs = _weights.Outputs;
        var z = to.Scores;
        var sum = to.Sums;
        Dense(features.Dense, to.Scaled, to.Inputs.Slice(to.Tasks.Length, _weights.DenseKept.Length), z);
        var known = Known(features.Words, to.Known);
        var unknown = features.Words.Length == 0 ? 1 : 1 - (known / (float)features.Words.Length);
        to.Novelty = _weights.Novelty.Of(unknown, to.Scaled, to.Rotated);
        Block(to.Known.AsSpan(0, known), 1, sum, z[..outputs]);
        known = Known(features.Grams, to.Known);
        Block(to.Known.AsSpan(0, known), _weights.GramWeight, sum, z[..outputs]);
        Mix(z, to);
    }

    private void Dense(ReadOnlySpan<float> features, Span<float> scaled, Span<float> dense, Span<float> z)
    {
        var outputs = _weights.Outputs;
        _weights.DenseTable.AsSpan(dense.Length * outputs, outputs).CopyTo(z);
        for (var d = 0; d < dense.Length; d++)
        {
            var value = (features[_weights.DenseKept[d]] - _weights.DenseMeans[d]) * _weights.DenseScales[d];
            scaled[d] = value;
            value = Math.Clamp(value, -PredictorLimits.MostDeviations, PredictorLimits.MostDeviations);
            dense[d] = value;
            Wide.AddScaled(z[..outputs], _weights.DenseTable.AsSpan(d * outputs, outputs), value);
        }
    }

    // The bits of used buckets stay in the first-level cache; a map from buckets to columns did not.
    private int Known(ReadOnlySpan<int> buckets, Span<int> known)
    {
        var count = 0;
        var used = _weights.UsedBuckets;
        foreach (var bucket in buckets)
        {
            known[count] = bucket;
            count += (int)(used[bucket >> 6] >> (bucket & 63)) & 1;
        }

        return count;
    }

    // A block is a vector of length `weight`: the columns' weights are in the table, their squares beside them.
    private void Block(ReadOnlySpan<int> buckets, float weight, Span<float> sum, Span<float> z)
    {
        Sum(buckets, sum);
        var outputs = z.Length;
        var square = sum[outputs] * _weights.TableScales[outputs];
        var scale = square > 0 ? weight / MathF.Sqrt(square) : 0;
        for (var k = 0; k < outputs; k++)
        {
            z[k] += sum[k] * _weights.TableScales[k] * scale;
        }
    }

    // Lanes numbers at a time, so that their sums stay in registers.
    private void Sum(ReadOnlySpan<int> buckets, Span<float> sum)
    {
        for (var at = 0; at < _stride; at += PredictorWeights.Lanes)
        {
            var sums = sum.Slice(at, PredictorWeights.Lanes);
            sums.Clear();
            for (var rest = buckets; !rest.IsEmpty; rest = rest[Math.Min(Batch, rest.Length)..])
            {
                AddBatch(rest[..Math.Min(Batch, rest.Length)], at, sums);
            }
        }
    }

    private void AddBatch(ReadOnlySpan<int> buckets, int at, Span<float> sums)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table);
        var low = Vector256<short>.Zero;
        var high = Vector256<short>.Zero;
        foreach (var bucket in buckets)
        {
            var numbers = Vector256.LoadUnsafe(ref table, (nuint)((bucket * _stride) + at));
            low += Vector256.WidenLower(numbers);
            high += Vector256.WidenUpper(numbers);
        }

        Add(low, sums);
        Add(high, sums[Vector256<short>.Count..]);
    }

    private static void Add(Vector256<short> numbers, Span<float> to)
    {
        var (low, high) = Vector256.Widen(numbers);
        (Vector256.Create<float>(to) + Vector256.ConvertToSingle(low)).CopyTo(to);
        to = to[Vector256<float>.Count..];
        (Vector256.Create<float>(to) + Vector256.ConvertToSingle(high)).CopyTo(to);
    }

    // Columns at their buckets' places: a bucket is looked up without asking where its column is.
    private static sbyte[] Spread(PredictorWeights weights)
    {
        var stride = weights.Stride;
        var table = new sbyte[FeatureSchema.Buckets * stride];
        var column = 0;
        for (var bucket = 0; bucket < FeatureSchema.Buckets; bucket++)
        {
            if ((weights.UsedBuckets[bucket >> 6] >> (bucket & 63) & 1) != 0)
            {
                weights.Table.AsSpan(column++ * stride, stride).CopyTo(table.AsSpan(bucket * stride));
            }
        }

        return table;
    }

    private void Mix(ReadOnlySpan<float> z, Prediction to)
    {
        var inputs = to.Inputs;
        var tasks = inputs[..to.Tasks.Length];
        for (var t = 0; t < tasks.Length; t++)
        {
            tasks[t] = z[t] * _weights.Sharpness;
        }

        Activations.Softmax(tasks);
        tasks.CopyTo(to.Tasks);
        var models = to.Quality.Length;
        z.Slice(tasks.Length, models).CopyTo(inputs[^models..]);
        var mixing = _weights.Mixing.AsSpan();
        var mixed = to.Mixed;
        mixing[^mixed.Length..].CopyTo(mixed);
        for (var i = 0; i < inputs.Length; i++)
        {
            Wide.AddScaled(mixed, mixing.Slice(i * mixed.Length, mixed.Length), inputs[i]);
        }

        mixed[..models].CopyTo(to.Quality);
        _weights.Trees.AddTo(inputs, to.Quality);
        _weights.Calibration.Apply(to.Quality);
        _weights.Lengths.Predict(inputs, to.OutputTokens);
        for (var m = 0; m < models; m++)
        {
            to.Cost[m] = MathF.Max(mixed[models + m], _weights.LeastCosts[m]);
        }
    }
}
