using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Loadline.Extensions.AI.Tests;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_SomebodyListens_TellsTheDecisionAndNothingThatTheClientsTell(bool stream)
    {
        // Other tests run beside this one: what is theirs has another route.
        var route = "telemetry-" + stream;
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Loadline",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var counted = new ConcurrentDictionary<string, double>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Loadline")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Count(instrument, value, tags));
        meters.Start();

        using var client = Chats.TwoModels(new ScriptedClient("small-1"), new ScriptedClient("large-1"), builder => builder
            .AddRoute(route, ["small", "large"], reference: "large"));
        var (_, decision) = await client.AskAsync(stream, new() { ModelId = route });

        var span = Assert.Single(spans, span => Equals(span.GetTagItem("loadline.route"), route));
        Assert.Equal(
            ("loadline.route", "small", decision!.Id, "policy=cheapest"),
            (span.OperationName, span.GetTagItem("gen_ai.response.model"), span.GetTagItem("loadline.decision.id"), span.GetTagItem("loadline.reason")));
        Assert.Equal((1d, 1d), (counted["loadline.requests"], counted["loadline.decisions"]));
        Assert.Equal(0.00014, counted["loadline.cost"], 9);
        Assert.DoesNotContain(counted.Keys, name => name.StartsWith("gen_ai.", StringComparison.Ordinal));

        void Count(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (Equals(tag.Value, route))
                {
                    counted.AddOrUpdate(instrument.Name, value, (_, before) => before + value);
                }
            }
        }
    }
}
