using System.Text;
using BenchmarkDotNet.Attributes;
using Loadline.Core.Predictors;
using Loadline.Core.Signals;

namespace Loadline.Benchmarks;

/// <summary>What a prediction for all candidates of a 2 KB prompt costs: the text's shape, its features, and the layers.</summary>
/// <remarks>
/// The bar: 30 µs median and nothing allocated. Weights are drawn, not trained: the work does not depend on them, but on how many tasks and
/// models there are and on how much of the table is touched; prompts differ from call to call, so that no cache learns one of them.
/// </remarks>
[MemoryDiagnoser]
[MedianColumn]
public class PredictionBenchmarks
{
    private const int Prompts = 64;
    private const int Dense = 50;

    private readonly FeatureVector _vector = new();
    private readonly Prediction _prediction = new();
    private readonly byte[][] _prompts = new byte[Prompts][];
    private QualityPredictor _predictor = null!;
    private int _next;

    /// <summary>Gets or sets the number of tasks: those of MMLU-Pro and of MMLU.</summary>
    [Params(14, 57)]
    public int Tasks { get; set; } = 14;

    /// <summary>Gets or sets the number of models: a pair, as RouteLLM's tables have, or a pool.</summary>
    [Params(2, 8)]
    public int Models { get; set; } = 8;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 8000).Select(_ => new string([.. Enumerable.Range(0, 2 + random.Next(9)).Select(_ => (char)('a' + random.Next(26)))]))];
        for (var i = 0; i < Prompts; i++)
        {
            var text = new StringBuilder();
            while (text.Length < 2048)
            {
                // Common words are met more often, as in any language.
                text.Append(words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))]).Append(random.Next(12) == 0 ? ".\n" : " ");
            }

            _prompts[i] = Encoding.UTF8.GetBytes(text.ToString(0, 2048));
        }

        _predictor = new QualityPredictor(Weights(random, Models));
    }

    /// <summary>The scan of the text's shape alone, which rules share.</summary>
    [Benchmark(Baseline = true)]
    public int Shape() => TextShape.Of(Prompt()).Words;

    [Benchmark]
    public int ShapeAndFeatures()
    {
        var text = Prompt();
        FeatureExtractor.Extract(text, ConversationFacts.SingleMessage(text.Length), _vector);
        return _vector.Words.Length;
    }

    [Benchmark]
    public float ShapeFeaturesAndPrediction()
    {
        ShapeAndFeatures();
        _predictor.Predict(_vector, _prediction);
        return _prediction.Quality[0];
    }

    private byte[] Prompt() => _prompts[_next++ % Prompts];

    private PredictorWeights Weights(Random random, int models)
    {
        var outputs = Tasks + models;
        var used = new ulong[FeatureSchema.Buckets / 64];
        Array.Fill(used, ulong.MaxValue);
        var table = new sbyte[FeatureSchema.Buckets * PredictorWeights.StrideOf(outputs)];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(table.AsSpan()));
        var inputs = Tasks + Dense + models;
        return new PredictorWeights
        {
            Models = [.. Enumerable.Range(0, models).Select(m => $"m{m}")],
            Tasks = [.. Enumerable.Range(0, Tasks).Select(t => $"t{t}")],
            UsedBuckets = used,
            Table = table,
            TableScales = Drawn(random, outputs + 1, 0.001f),
            GramWeight = 1,
            DenseKept = [.. Enumerable.Range(0, Dense)],
            DenseMeans = Drawn(random, Dense, 1),
            DenseScales = Drawn(random, Dense, 1),
            DenseTable = Drawn(random, (Dense + 1) * outputs, 0.1f),
            Sharpness = 3,
            Mixing = Drawn(random, (inputs + 1) * 2 * models, 0.1f),
            Trees = Trees(random, inputs, models),
            LeastCosts = new float[models],
            Novelty = new NoveltyWeights
            {
                Shapes = Dense,
                Whitening = Drawn(random, Dense * Dense, 0.1f),
                Centres = Drawn(random, Tasks * Dense, 1),
                WordMean = 0.2f,
                WordScale = 10,
                GramMean = 0.2f,
                GramScale = 10,
                ShapeMean = 7,
                ShapeScale = 0.5f,
            },
            NoveltyBound = 3,
        };
    }

    private static TreeEnsemble Trees(Random random, int inputs, int models)
    {
        const int Trees = 100;
        return new TreeEnsemble
        {
            Depth = 3,
            Inputs = [.. Enumerable.Range(0, Trees * 7).Select(_ => random.Next(inputs))],
            Borders = Drawn(random, Trees * 7, 1),
            Leaves = Drawn(random, Trees * 8 * models, 0.01f),
        };
    }

    private static float[] Drawn(Random random, int count, float size) =>
        [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * size)];
}
