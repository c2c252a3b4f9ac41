using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Text;
using Loadline.Gateway.Telemetry;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Loadline.Gateway.Tests.Telemetry;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly Meter _meter = new("test");
    private readonly PrometheusExporter _sut;

    public PrometheusExporterTests() => _sut = new PrometheusExporter(_meter, new() { MeterNames = [], MaxSeriesPerInstrument = 10 });

    public void Dispose()
    {
        _sut.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Write_Counter_HasHelpTypeAndLabels()
    {
        var counter = _meter.CreateCounter<long>("jobs.done", "{job}", "Jobs\nthat are \\ done.");
        counter.Add(2, new Tag("a.b", "x"), new Tag("c", 7));
        counter.Add(3, new Tag("a.b", "x"), new Tag("c", 7));

        Assert.StartsWith(
            "# HELP jobs_done_total Jobs\\nthat are \\\\ done.\n# TYPE jobs_done_total counter\njobs_done_total{a_b=\"x\",c=\"7\"} 5\n",
            PrometheusPage.Of(_sut).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Histogram_HasCumulativeBucketsSumAndCount()
    {
        var histogram = _meter.CreateHistogram<double>("wait", "s", advice: new() { HistogramBucketBoundaries = [0.5, 1, 2.5] });
        foreach (var value in new[] { 0.25, 0.5, 0.75, 2, 100 })
        {
            histogram.Record(value, new Tag("q", "a"));
        }

        var samples = PrometheusPage.Of(_sut).Samples;

        Assert.Equal(2, samples["wait_seconds_bucket{q=\"a\",le=\"0.5\"}"]);
        Assert.Equal(3, samples["wait_seconds_bucket{q=\"a\",le=\"1\"}"]);
        Assert.Equal(4, samples["wait_seconds_bucket{q=\"a\",le=\"2.5\"}"]);
        Assert.Equal(5, samples["wait_seconds_bucket{q=\"a\",le=\"+Inf\"}"]);
        Assert.Equal(5, samples["wait_seconds_count{q=\"a\"}"]);
        Assert.Equal(103.5, samples["wait_seconds_sum{q=\"a\"}"]);
    }

    [Fact]
    public void Write_HistogramWithoutAdvice_HasDefaultBuckets()
    {
        _meter.CreateHistogram<int>("size", "By").Record(30);

        var samples = PrometheusPage.Of(_sut).Samples;

        Assert.Equal(0, samples["size_bytes_bucket{le=\"25\"}"]);
        Assert.Equal(1, samples["size_bytes_bucket{le=\"50\"}"]);
        Assert.Equal(30, samples["size_bytes_sum"]);
    }

    [Fact]
    public void Write_UpDownAndGauge_HaveTheirLastValue()
    {
        var active = _meter.CreateUpDownCounter<int>("active");
        var level = _meter.CreateGauge<double>("level");
        active.Add(3);
        active.Add(-1);
        level.Record(3);
        level.Record(-1.5);

        var page = PrometheusPage.Of(_sut);

        Assert.Equal(2, page.Samples["active"]);
        Assert.Equal(-1.5, page.Samples["level"]);
        Assert.Equal("gauge", page.Types["active"]);
    }

    [Fact]
    public void Write_Observed_ShowsWhatIsTrueNow()
    {
        var rooms = new List<string> { "a", "b" };
        var total = 5L;
        _meter.CreateObservableGauge("room", () => rooms.Select(r => new Measurement<int>(1, new Tag("name", r))));
        _meter.CreateObservableCounter("visits", () => total);

        var first = PrometheusPage.Of(_sut).Samples;
        rooms.Remove("a");
        total = 7;
        var second = PrometheusPage.Of(_sut).Samples;

        Assert.Contains("room{name=\"a\"}", first.Keys);
        Assert.DoesNotContain("room{name=\"a\"}", second.Keys);
        Assert.Equal(1, second["room{name=\"b\"}"]);
        Assert.Equal(5, first["visits_total"]);
        Assert.Equal(7, second["visits_total"]);
    }

    [Fact]
    public void Write_LabelValues_AreEscaped()
    {
        _meter.CreateCounter<long>("c").Add(1, new Tag("v", "a\"b\\c\nd — é"));

        Assert.Contains("c_total{v=\"a\\\"b\\\\c\\nd — é\"} 1\n", PrometheusPage.Of(_sut).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SpecialNumbers_AreSpelledAsPrometheusDoes()
    {
        var gauge = _meter.CreateGauge<double>("g");
        gauge.Record(double.PositiveInfinity, new Tag("k", "p"));
        gauge.Record(double.NegativeInfinity, new Tag("k", "n"));
        gauge.Record(double.NaN, new Tag("k", "x"));
        gauge.Record(1e-7, new Tag("k", "small"));

        var text = PrometheusPage.Of(_sut).Text;

        Assert.Contains("g{k=\"p\"} +Inf\n", text, StringComparison.Ordinal);
        Assert.Contains("g{k=\"n\"} -Inf\n", text, StringComparison.Ordinal);
        Assert.Contains("g{k=\"x\"} NaN\n", text, StringComparison.Ordinal);
        Assert.Contains("g{k=\"small\"} 1E-07\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_NaN_DoesNotHang()
    {
        var counter = _meter.CreateCounter<double>("n");
        counter.Add(double.NaN);
        counter.Add(1);

        Assert.True(double.IsNaN(PrometheusPage.Of(_sut).Samples["n_total"]));
    }

    [Fact]
    public void Record_SameLabelsSpelledOtherwise_IsOneSeries()
    {
        var counter = _meter.CreateCounter<long>("c");
        counter.Add(1, new Tag("a", "1"), new Tag("b", "2"));
        counter.Add(1, new Tag("b", "2"), new Tag("a", "1"));
        counter.Add(1, new Tag("a", 1), new Tag("b", 2L));
        counter.Add(1, new Tag("a", "1"), new Tag("b", "2"), new Tag("c", null));

        Assert.Equal(4, PrometheusPage.Of(_sut).Samples["c_total{a=\"1\",b=\"2\"}"]);
    }

    [Fact]
    public void Record_LabelNamesThatFallTogether_StayOneLabel()
    {
        _meter.CreateCounter<long>("c").Add(1, new Tag("a.b", "1"), new Tag("a_b", "2"));

        Assert.Equal(1, PrometheusPage.Of(_sut).Samples["c_total{a_b=\"1;2\"}"]);
    }

    [Fact]
    public void Record_LabelsThatDifferOnlyInTheirMiddle_AreTheirOwnSeries()
    {
        var counter = _meter.CreateCounter<long>("c");
        counter.Add(1, new Tag("a", "aaaaaaaa-1-aaaaaaaaaaaaaaaaaa"));
        counter.Add(2, new Tag("a", "aaaaaaaa-2-aaaaaaaaaaaaaaaaaa"));

        var samples = PrometheusPage.Of(_sut).Samples;

        Assert.Equal(1, samples["c_total{a=\"aaaaaaaa-1-aaaaaaaaaaaaaaaaaa\"}"]);
        Assert.Equal(2, samples["c_total{a=\"aaaaaaaa-2-aaaaaaaaaaaaaaaaaa\"}"]);
    }

    [Fact]
    public void Record_MoreLabelsThanTheCap_AreCountedTogether()
    {
        var counter = _meter.CreateCounter<long>("c");
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                counter.Add(1, new Tag("i", i));
            }
        }

        var samples = PrometheusPage.Of(_sut).Samples;

        Assert.Equal(11, samples.Keys.Count(k => k.StartsWith("c_total", StringComparison.Ordinal)));
        Assert.Equal(2, samples["c_total{i=\"9\"}"]);
        Assert.Equal(180, samples["c_total{otel_metric_overflow=\"true\"}"]);
        Assert.Equal(180, samples["loadline_metrics_overflowed_measurements_total"]);
    }

    [Fact]
    public void Record_FromManyThreads_LosesNothing()
    {
        var counter = _meter.CreateCounter<double>("c");
        var histogram = _meter.CreateHistogram<double>("h", advice: new() { HistogramBucketBoundaries = [10] });
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"name-{i}")];

        Parallel.For(0, 4, worker =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                counter.Add(0.5, new Tag("n", names[(i + worker) % 8]));
                histogram.Record(i % 20, new Tag("n", names[i % 8]));
            }
        });

        var samples = PrometheusPage.Of(_sut).Samples;
        Assert.Equal(40_000, samples.Where(s => s.Key.StartsWith("c_total", StringComparison.Ordinal)).Sum(s => s.Value));
        Assert.Equal(80_000, samples.Where(s => s.Key.StartsWith("h_count", StringComparison.Ordinal)).Sum(s => s.Value));
        Assert.Equal(80_000 * 9.5, samples.Where(s => s.Key.StartsWith("h_sum", StringComparison.Ordinal)).Sum(s => s.Value));
    }

    [Fact]
    public void Write_OneNameOfTwoKinds_KeepsTheFirst()
    {
        _meter.CreateUpDownCounter<int>("x").Add(1);
        _meter.CreateHistogram<int>("x").Record(9);

        Assert.Equal("gauge", PrometheusPage.Of(_sut).Types["x"]);
    }

    [Fact]
    public void Write_FailingGauge_LeavesTheOthersAndIsCounted()
    {
        _meter.CreateObservableGauge("bad", new Func<int>(() => throw new InvalidOperationException()));
        _meter.CreateObservableGauge("good", () => 4);

        var samples = PrometheusPage.Of(_sut).Samples;

        Assert.Equal(4, samples["good"]);
        Assert.Equal(1, samples["loadline_metrics_callback_failures_total"]);
    }

    [Fact]
    public void Write_MeterGone_ItsMetricsGoToo()
    {
        var other = new Meter("other");
        using var sut = new PrometheusExporter(null, new() { MeterNames = ["other"] });
        other.CreateCounter<int>("c").Add(1);
        Assert.Contains("c_total", PrometheusPage.Of(sut).Samples.Keys);

        other.Dispose();

        Assert.DoesNotContain("c_total", PrometheusPage.Of(sut).Samples.Keys);
    }

    [Fact]
    public void Write_OwnMeter_IsNotMixedWithAnotherHosts()
    {
        using var twin = new Meter("test");
        _meter.CreateCounter<int>("c").Add(1);
        twin.CreateCounter<int>("c").Add(10);

        Assert.Equal(1, PrometheusPage.Of(_sut).Samples["c_total"]);
    }

    [Fact]
    public async Task WriteAsync_DefaultMeters_TellsOfTheRuntime()
    {
        using var sut = new PrometheusExporter(null);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));

        await sut.WriteAsync(pipe.Writer);
        await pipe.Writer.CompleteAsync();
        var read = await pipe.Reader.ReadAsync();
        var page = PrometheusPage.Parse(Encoding.UTF8.GetString(read.Buffer));

        Assert.True(page.Samples["dotnet_process_memory_working_set_bytes"] > 1e6);
        Assert.Equal("counter", page.Types["dotnet_gc_heap_total_allocated_bytes_total"]);
    }
}
