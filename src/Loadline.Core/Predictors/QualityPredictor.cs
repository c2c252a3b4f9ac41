using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Loadline.Core.Predictors;

/// <summary>Predicts every model's quality and cost from a request's features.</summary>
/// <remarks>Thread-safe: all state of a call is in the <see cref="Prediction"/>. Allocates nothing once that has grown.</remarks>
public sealed class QualityPredictor
{
    private readonly PredictorWeights _weights;
    private readonly int[] _columnOfBucket;
    private readonly short[] _table;
    private readonly int _stride;

    public QualityPredictor(PredictorWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = weights;
        _stride = weights.Stride;
        _table = weights.Table;
        _columnOfBucket = new int[FeatureSchema.Buckets];
        var columns = 0;
        for (var bucket = 0; bucket < _columnOfBucket.Length; bucket++)
        {
            var used = (weights.UsedBuckets[bucket >> 6] >> (bucket & 63) & 1) != 0;
            _columnOfBucket[bucket] = used ? columns++ : -1;
        }
    }

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
        var plain = Columns(features.Words[..features.PlainWords], to.Columns);
        var unknown = features.PlainWords == 0 ? 1 : 1 - (plain / (float)features.PlainWords);
        to.Novelty = _weights.Novelty.Of(unknown, to.Scaled, to.Rotated);
        var known = plain + Columns(features.Words[features.PlainWords..], to.Columns.AsSpan(plain));
        Block(to.Columns.AsSpan(0, known), 1, sum, z[..outputs]);
        known = Columns(features.Grams, to.Columns);
        Block(to.Columns.AsSpan(0, known), _weights.GramWeight, sum, z[..outputs]);
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

    private int Columns(ReadOnlySpan<int> buckets, Span<int> columns)
    {
        var count = 0;
        var map = _columnOfBucket;
        foreach (var bucket in buckets)
        {
            var column = map[bucket];
            columns[count] = column;
            count += column >= 0 ? 1 : 0;
        }

        return count;
    }

    // A block is a vector of length `weight`: the columns' weights are in the table, their squares beside them.
    private void Block(ReadOnlySpan<int> columns, float weight, Span<float> sum, Span<float> z)
    {
        Sum(columns, sum);
        var outputs = z.Length;
        var square = sum[outputs] * _weights.TableScales[outputs];
        var scale = square > 0 ? weight / MathF.Sqrt(square) : 0;
        for (var k = 0; k < outputs; k++)
        {
            z[k] += sum[k] * _weights.TableScales[k] * scale;
        }
    }

    // 16 numbers at a time, so that their sums stay in registers.
    private void Sum(ReadOnlySpan<int> columns, Span<float> sum)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table);
        for (var at = 0; at < _stride; at += 16)
        {
            var low = Vector256<int>.Zero;
            var high = Vector256<int>.Zero;
            foreach (var column in columns)
            {
                var numbers = Vector256.LoadUnsafe(ref table, (nuint)((column * _stride) + at));
                low += Vector256.WidenLower(numbers);
                high += Vector256.WidenUpper(numbers);
            }

            Vector256.ConvertToSingle(low).CopyTo(sum[at..]);
            Vector256.ConvertToSingle(high).CopyTo(sum[(at + 8)..]);
        }
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
        for (var m = 0; m < models; m++)
        {
            to.Cost[m] = MathF.Max(mixed[models + m], _weights.LeastCosts[m]);
        }
    }
}
