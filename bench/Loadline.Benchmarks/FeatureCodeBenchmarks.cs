using BenchmarkDotNet.Attributes;
using Loadline.Core.Facts;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Predictors;
using Loadline.Wire.OpenAI;

namespace Loadline.Benchmarks;

/// <summary>What keeping a request's features costs after its answer is out: reading them off the text where the policy did not, and encoding them.</summary>
[MemoryDiagnoser]
[MedianColumn]
public class FeatureCodeBenchmarks
{
    private readonly RequestFacts _facts = new();
    private readonly FeatureVector _vector = new();

    /// <summary>Length of the message in bytes.</summary>
    [Params(512, 2048, 16384)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _facts.Reset(ChatBodies.OneMessage(Bytes));
        ChatRequestScanner.Scan(_facts);
        Extract();
    }

    [Benchmark]
    public void Extract() => FeatureExtractor.Extract(_facts.Text().LastUser, ConversationFacts.Of(_facts), _vector);

    [Benchmark]
    public int Encode() => FeatureCode.Encode(_vector).Length;
}
