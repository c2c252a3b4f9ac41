using System.Diagnostics.Metrics;
using Loadline.Gateway.Telemetry;
using Loadline.Testing.Cost;
using Xunit.Abstractions;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Loadline.Gateway.Tests.Telemetry;

/// <summary>What a measurement costs the thread that makes it.</summary>
public sealed class MeasurementCostTests : IDisposable
{
    private const int Batch = 20_000;

    private readonly ITestOutputHelper _output;
    private readonly Meter _meter = new("cost");
    private readonly PrometheusExporter _exporter;

    public MeasurementCostTests(ITestOutputHelper output)
    {
        _output = output;
        _exporter = new PrometheusExporter(_meter, new() { MeterNames = [] });
    }

    public void Dispose()
    {
        _exporter.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Counter_ThreeTags_AllocatesNothingAndIsCheap()
    {
        var counter = _meter.CreateCounter<long>("c");
        var models = Enumerable.Range(0, 16).Select(i => $"model-number-{i}").ToArray();

        Cost("counter, 3 tags, 16 series", i => counter.Add(1, new Tag("route", "auto"), new Tag("model", models[i & 15]), new Tag("outcome", "ok")));
    }

    [Fact]
    public void Histogram_OneTag_AllocatesNothingAndIsCheap()
    {
        var histogram = _meter.CreateHistogram<double>("h", "s");

        Cost("histogram, 1 tag", i => histogram.Record(i * 0.0001, new Tag("route", "auto")));
    }

    /// <summary>The best of many batches, in processor time: what the code costs, not what the neighbours on the machine do. The bound is wide: it is there for a lock or a search that grows, in a debug build too.</summary>
    private void Cost(string what, Action<int> record)
    {
        var best = double.MaxValue;
        var allocated = long.MaxValue;
        for (var batch = 0; batch < 50; batch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = ThreadClock.Now;
            for (var i = 0; i < Batch; i++)
            {
                record(i);
            }

            best = Math.Min(best, (ThreadClock.Now - started).TotalNanoseconds / Batch);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        _output.WriteLine($"{what}: {best:F1} ns, {allocated} B in {Batch}");
        Assert.Equal(0, allocated);
        Assert.True(best < 3000, $"{best:F0} ns");
    }
}
