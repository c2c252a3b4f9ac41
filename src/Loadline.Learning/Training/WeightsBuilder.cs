using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>Packs fitted layers into what serving computes with.</summary>
internal static class WeightsBuilder
{
    public static PredictorWeights Build(
        IReadOnlyList<string> models, string[] tasks, BaseLayer layer, float sharpness, QualityLayer quality, CostLayer costs, OutputLengths lengths, NoveltyLayer novelty)
    {
        var outputs = tasks.Length + models.Count;
        var (table, scales) = Table(layer, outputs);
        return new PredictorWeights
        {
            Models = [.. models],
            Tasks = tasks,
            UsedBuckets = Used(layer.Space),
            Table = table,
            TableScales = scales,
            GramWeight = BaseOptions.GramWeight,
            DenseKept = layer.Scaler.Kept,
            DenseMeans = layer.Scaler.Means,
            DenseScales = layer.Scaler.Scales,
            DenseTable = Dense(layer, outputs),
            Sharpness = sharpness,
            Mixing = Mixing(quality.Weights, costs.Layer.Weights, models.Count),
            Trees = quality.Trees,
            Calibration = quality.Calibration,
            LeastCosts = costs.Least,
            Lengths = lengths,
            Novelty = novelty.Weights,
            NoveltyBound = novelty.Bound,
        };
    }

    private static ulong[] Used(SparseSpace space)
    {
        var used = new ulong[FeatureSchema.Buckets / 64];
        for (var bucket = 0; bucket < space.RowOfBucket.Length; bucket++)
        {
            used[bucket >> 6] |= space.RowOfBucket[bucket] >= 0 ? 1UL << (bucket & 63) : 0;
        }

        return used;
    }

    private static (sbyte[] Table, float[] Scales) Table(BaseLayer layer, int outputs)
    {
        var columns = layer.Space.Columns;
        var scales = new float[outputs + 1];
        for (var c = 0; c < columns; c++)
        {
            for (var k = 0; k <= outputs; k++)
            {
                scales[k] = MathF.Max(scales[k], MathF.Abs(Entry(layer, c, k, outputs)));
            }
        }

        var stride = PredictorWeights.StrideOf(outputs);
        var table = new sbyte[columns * stride];
        for (var k = 0; k <= outputs; k++)
        {
            scales[k] = MathF.Max(scales[k] / sbyte.MaxValue, 1e-12f);
            for (var c = 0; c < columns; c++)
            {
                table[(c * stride) + k] = (sbyte)MathF.Round(Entry(layer, c, k, outputs) / scales[k]);
            }
        }

        return (table, scales);
    }

    // A column's own weight is multiplied in; the square of it is the last number.
    private static float Entry(BaseLayer layer, int column, int output, int outputs)
    {
        var weight = layer.Space.Weights[column];
        return output == outputs ? weight * weight : weight * layer.Weight(column, output);
    }

    private static float[] Dense(BaseLayer layer, int outputs)
    {
        var kept = layer.Scaler.Kept.Length;
        var weight = BaseLayer.DenseWeight(layer.Scaler);
        var table = new float[(kept + 1) * outputs];
        for (var d = 0; d <= kept; d++)
        {
            for (var k = 0; k < outputs; k++)
            {
                table[(d * outputs) + k] = (d < kept ? weight : 1) * layer.Weight(layer.Space.Columns + d, k);
            }
        }

        return table;
    }

    private static float[] Mixing(double[] quality, double[] cost, int models)
    {
        var mixing = new float[quality.Length * 2];
        for (var i = 0; i < quality.Length; i++)
        {
            var row = i / models;
            mixing[(row * 2 * models) + (i % models)] = (float)quality[i];
            mixing[(row * 2 * models) + models + (i % models)] = (float)cost[i];
        }

        return mixing;
    }
}
