using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace Loadline.Benchmarks;

/// <summary>What reading a chat body costs at least: the floor under every fact and signal.</summary>
[MemoryDiagnoser]
public class JsonScanBenchmarks
{
    private byte[] _body = [];

    /// <summary>Gets or sets the size of the body in bytes.</summary>
    [Params(2 * 1024, 32 * 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => _body = ChatBodies.OfSize(Size);

    /// <summary>Every token of the body, nothing kept.</summary>
    [Benchmark(Baseline = true)]
    public int ReadTokens()
    {
        var reader = new Utf8JsonReader(_body);
        var tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    /// <summary>The alternative that a forward scan spares: an object model.</summary>
    [Benchmark]
    public int ParseDocument()
    {
        using var document = JsonDocument.Parse(_body);
        return document.RootElement.GetProperty("messages").GetArrayLength();
    }
}
