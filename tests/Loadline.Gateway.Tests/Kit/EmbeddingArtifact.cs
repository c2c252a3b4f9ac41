using Loadline.Core.Predictors;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>An artifact for <c>small</c> and <c>large</c> that reads no words: without an embedding large is worth more at λ = 0.1, with (0, 1) small is.</summary>
internal sealed class EmbeddingArtifact : IDisposable
{
    public EmbeddingArtifact()
    {
        File.WriteAllBytes(Path, PolicyArtifactFile.Write(Artifact()));
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "loadline-" + Guid.NewGuid().ToString("N") + ".policy");

    public void Dispose() => File.Delete(Path);

    private static PolicyArtifact Artifact() => new()
    {
        Reference = "large",
        Predictor = "by hand",
        Tables = [],
        Rows = 1,
        Seed = 1,
        HasCosts = true,
        Knobs = [new(PolicyKnob.ReferenceOnly, 1, 1), new(0.1, 0.96, 0.4)],
        Embeddings = new EmbeddingHead
        {
            Model = "up-embed",
            Dimensions = 2,
            AsksDimensions = true,
            Weights = [0, 1, 0, 0, 0, 0],
            Knobs = [new(PolicyKnob.ReferenceOnly, 1, 1), new(0.1, 0.96, 0.3)],
        },
        Weights = new PredictorWeights
        {
            Models = ["small", "large"],
            Tasks = [],
            UsedBuckets = new ulong[FeatureSchema.Buckets / 64],
            Table = [],
            TableScales = new float[3],
            GramWeight = 1,
            DenseKept = [],
            DenseMeans = [],
            DenseScales = [],
            DenseTable = new float[2],
            Sharpness = 1,
            Mixing = [0, 0, 0, 0, 0, 0, 0, 0, 0.6f, 0.9f, 0.1f, 1],
            LeastCosts = new float[2],
            NoveltyBound = 1,
        },
    };
}
