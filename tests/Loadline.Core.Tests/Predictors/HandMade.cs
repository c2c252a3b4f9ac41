using Loadline.Core.Predictors;

namespace Loadline.Core.Tests.Predictors;

/// <summary>An artifact small enough to be computed by hand: no words, no tasks; only what is asked of each model.</summary>
internal static class HandMade
{
    /// <param name="models">Names with expected quality and cost, the same for every request.</param>
    public static PolicyArtifact Artifact(params (string Name, float Quality, float Cost)[] models) => Artifact([], models);

    /// <param name="tokens">Expected output tokens of each model; none: not known. The mean prompt has 100.</param>
    /// <param name="models">Names with expected quality and cost, the same for every request.</param>
    public static PolicyArtifact Artifact(float[] tokens, params (string Name, float Quality, float Cost)[] models) => Artifact(tokens, null, models);

    /// <param name="tokens">As above.</param>
    /// <param name="embeddings">What embeddings add.</param>
    /// <param name="models">As above.</param>
    public static PolicyArtifact Artifact(float[] tokens, EmbeddingHead? embeddings, params (string Name, float Quality, float Cost)[] models)
    {
        var count = models.Length;
        var mixing = new float[(count + 1) * 2 * count];
        for (var m = 0; m < count; m++)
        {
            mixing[(count * 2 * count) + m] = models[m].Quality;
            mixing[(count * 2 * count) + count + m] = models[m].Cost;
        }

        return new PolicyArtifact
        {
            Reference = models[^1].Name,
            Predictor = "by hand",
            Tables = [],
            Rows = 1,
            Seed = 1,
            HasCosts = true,
            Embeddings = embeddings,
            Knobs = [new(PolicyKnob.ReferenceOnly, 1, 1), new(0.1, 0.96, 0.4), new(1, 0.9, 0.1)],
            Weights = new PredictorWeights
            {
                Models = [.. models.Select(model => model.Name)],
                Tasks = [],
                UsedBuckets = new ulong[FeatureSchema.Buckets / 64],
                Table = [],
                TableScales = new float[count + 1],
                GramWeight = 1,
                DenseKept = [],
                DenseMeans = [],
                DenseScales = [],
                DenseTable = new float[count],
                Sharpness = 1,
                Mixing = mixing,
                LeastCosts = new float[count],
                Lengths = new OutputLengths
                {
                    Mixing = tokens.Length == 0 ? [] : [.. new float[count * count], .. Enumerable.Repeat(1f, count)],
                    Means = tokens,
                    MeanInputTokens = 100,
                },
                NoveltyBound = 1,
            },
        };
    }

    /// <summary>Writes one for the models of the sample config beside the tests.</summary>
    public static string Sample()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "sample.policy");
        System.IO.File.WriteAllBytes(path, PolicyArtifactFile.Write(Artifact([], Second(2), ("small", 0.7f, 0.1f), ("large", 0.9f, 1f))));
        return path;
    }

    /// <summary>Embeddings of two numbers, the second of which says how much better the first model is than its words tell.</summary>
    public static EmbeddingHead Second(int models)
    {
        var weights = new float[3 * models];
        weights[1] = 1;
        return new EmbeddingHead { Model = "by hand", Dimensions = 2, AsksDimensions = false, Weights = weights, Knobs = [new(PolicyKnob.ReferenceOnly, 1, 1), new(0.2, 0.97, 0.3)] };
    }

    /// <summary>Writes an artifact where a config can name it.</summary>
    public static string File(params (string Name, float Quality, float Cost)[] models)
    {
        var path = Path.Combine(Path.GetTempPath(), "loadline-" + Guid.NewGuid().ToString("N") + ".policy");
        System.IO.File.WriteAllBytes(path, PolicyArtifactFile.Write(Artifact(models)));
        return path;
    }
}
