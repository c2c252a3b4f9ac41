using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Loadline.Core.Ledger;
using Loadline.Gateway.Endpoints;
using Loadline.Gateway.Limits;
using Loadline.Gateway.Telemetry;
using Loadline.Testing.Cost;

namespace Loadline.Gateway.Tests.Telemetry;

public sealed partial class GatewayMetricsTests : IDisposable
{
    private readonly GatewayMetrics _sut = new(static () => new(LedgerState.Ok, "test", 1, 2, 3, null));

    public void Dispose() => _sut.Dispose();

    [Fact]
    public void Instruments_All_AreAsTheirPageSays()
    {
        Assert.Equal(string.Join('\n', Documented()), string.Join('\n', Measure()));
    }

    [Fact]
    public void Requests_ThroughTheExporter_ReadAsTold()
    {
        using var exporter = new PrometheusExporter(_sut.Meter, new() { MeterNames = [] });
        _sut.RequestStarted();
        _sut.RequestStarted();
        _sut.RequestEnded();
        _sut.Request("auto", "small", "ok");
        _sut.Cost("auto", "small", 0.25);
        _sut.Cost("auto", "small", 0.5);
        _sut.ReferenceCost("auto", 3);
        _sut.Decision("auto", "private", "rule", 0.000015);
        _sut.Tokens("openai", "gpt-5-nano", "chat", 100, 20);
        _sut.ConfigLoaded(4);
        _sut.ConfigReloadFailed();

        var samples = PrometheusPage.Of(exporter).Samples;

        Assert.Equal(1, samples["loadline_requests_active"]);
        Assert.Equal(1, samples["loadline_requests_total{model=\"small\",outcome=\"ok\",route=\"auto\"}"]);
        Assert.Equal(0.75, samples["loadline_cost_usd_total{model=\"small\",route=\"auto\"}"]);
        Assert.Equal(3, samples["loadline_reference_cost_usd_total{route=\"auto\"}"]);
        Assert.Equal(1, samples["loadline_decisions_total{reason=\"rule\",route=\"auto\",rule=\"private\"}"]);
        Assert.Equal(0, samples["loadline_decision_duration_seconds_bucket{route=\"auto\",le=\"1E-05\"}"]);
        Assert.Equal(1, samples["loadline_decision_duration_seconds_bucket{route=\"auto\",le=\"2E-05\"}"]);
        Assert.Equal(20, samples[
            "gen_ai_client_token_usage_sum{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"gpt-5-nano\",gen_ai_token_type=\"output\"}"]);
        Assert.Equal(4, samples["loadline_config_generation"]);
        Assert.Equal(1, samples["loadline_config_reload_failures_total"]);
    }

    [Fact]
    public void Methods_OnceWarm_AllocateNothing()
    {
        using var exporter = new PrometheusExporter(_sut.Meter, new() { MeterNames = [] });
        for (var i = 0; i < 1000; i++)
        {
            CallAll(_sut);
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                CallAll(_sut);
            }
        }));
    }

    private static void CallAll(GatewayMetrics metrics)
    {
        metrics.RequestStarted();
        metrics.Request("auto", "small", "ok");
        metrics.Decision("auto", "private", "rule", 0.00002);
        metrics.Attempt("openai/gpt-5-nano", "ok");
        metrics.Failover("auto", "timeout");
        metrics.PossibleDuplicate("a/m");
        metrics.Degraded("auto");
        metrics.CredentialSwitch("openai", "refused");
        metrics.ConversionLoss("anthropic", "dropped");
        metrics.Embedding("auto", "answered");
        metrics.Cached("auto", "hit");
        metrics.Audit("auto", "done");
        metrics.AuditCost("auto", 0.001);
        metrics.RouteEvent("auto", "promoted");
        metrics.Cost("auto", "small", 0.0001);
        metrics.ReferenceCost("auto", 0.001);
        metrics.Overhead("auto", 0.0001);
        metrics.Operation("openai", "gpt-5-nano", "chat", 0.4);
        metrics.Operation("openai", "gpt-5-nano", "chat", 0.4, "timeout");
        metrics.FirstChunk("openai", "gpt-5-nano", "chat", 0.2);
        metrics.Tokens("openai", "gpt-5-nano", "chat", 100, 20);
        metrics.ConfigLoaded(1);
        metrics.ConfigReloadFailed();
        metrics.RequestEnded();
    }

    /// <summary>Calls everything, and notes each instrument as a row of the page would.</summary>
    private SortedSet<string> Measure()
    {
        var rows = new Dictionary<Instrument, SortedSet<string>>();
        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            foreach (var tag in tags)
            {
                rows[instrument].Add(tag.Key);
            }
        }

        _sut.ObserveDeployments(static () => [("a/m", 3)]);
        _sut.ObserveRoutes(static () =>
        [
            new RouteReport
            {
                Route = "auto", Mode = "enforce", Asked = "enforce", Why = "certified", Digest = "0", Kept = new(0.9, 0.8, 1), Lost = new(0.1, 0, 0.2),
                NetSavingsUsd = new(5, 4, 6), ReferenceShare = 0.5, EscalationShare = 0, DowngradeShare = 0, Wealth = 1, AlarmAt = 40,
            },
        ]);
        _sut.ObserveProcess(new ThreadPoolWatch(TimeProvider.System), new BufferBudget(1));
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, _sut.Meter))
            {
                rows.Add(instrument, new(StringComparer.Ordinal));
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(Note);
        listener.SetMeasurementEventCallback<double>(Note);
        listener.Start();
        CallAll(_sut);
        listener.RecordObservableInstruments();
        return new(rows.Select(r => Row(r.Key.Name, Kind(r.Key), r.Key.Unit!, PrometheusNameOf(r.Key), r.Value)), StringComparer.Ordinal);
    }

    private static SortedSet<string> Documented()
    {
        var rows = File.ReadLines(Path.Combine(Repository(), "docs", "metrics.md")).Select(line => TableRow().Match(line)).Where(m => m.Success);
        return new(
            rows.Select(m => Row(
                m.Groups["name"].Value,
                m.Groups["kind"].Value,
                m.Groups["unit"].Value,
                m.Groups["prometheus"].Value,
                new(Label().Matches(m.Groups["labels"].Value).Select(l => l.Groups["label"].Value), StringComparer.Ordinal))),
            StringComparer.Ordinal);
    }

    private static string Row(string name, string kind, string unit, string prometheus, SortedSet<string> labels)
        => $"{name} | {kind} | {unit} | {prometheus} | {string.Join(", ", labels)}";

    private static string Kind(Instrument instrument) => MetricKinds.Of(instrument) switch
    {
        MetricKind.Counter or MetricKind.ObservedCounter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static string PrometheusNameOf(Instrument instrument)
        => PrometheusName.OfMetric(instrument.Name, instrument.Unit, MetricKinds.Of(instrument)!.Value);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Loadline.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \| (?<kind>counter|gauge|histogram) \| `(?<unit>[^`]+)` \| `(?<prometheus>[^`]+)` \| ?(?<labels>[^|]*?) ?\| (stable|may change) \|")]
    private static partial Regex TableRow();

    [GeneratedRegex("`(?<label>[^`]+)`")]
    private static partial Regex Label();
}
