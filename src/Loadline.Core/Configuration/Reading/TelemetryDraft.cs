namespace Loadline.Core.Configuration.Reading;

/// <summary>Where telemetry goes, as read.</summary>
internal sealed class TelemetryDraft : Draft
{
    public static SectionShape<TelemetryDraft> Shape { get; } = new(
        "telemetry",
        "`{ otlp: \"http://127.0.0.1:4318\" }`",
        () => new TelemetryDraft(),
        [
            new Key<TelemetryDraft, Uri>(
                "otlp",
                new UrlShape(),
                "The collector's address before /v1/traces and /v1/metrics: OTLP over HTTP.",
                (draft, url, _) => draft.Otlp = url) { Required = "otlp: http://127.0.0.1:4318" },
            new Key<TelemetryDraft, List<NamedEntry<Secret>>>(
                "headers",
                new EntriesShape<Secret>(new WordShape("a header", "`api-key`", WordShape.SimplePattern), new CollectorHeaderShape(), "headers by name", "`{ api-key: ${OTLP_KEY} }`"),
                "Headers that the collector asks for.",
                (draft, headers, _) => draft.Headers = headers),
            new Key<TelemetryDraft, double>(
                "sample",
                new ShareShape(),
                "The share of traces begun here that is sent; others follow whoever began them. Default: 100%.",
                (draft, share, _) => draft.Sample = share),
            new Key<TelemetryDraft, TimeSpan>(
                "metrics_every",
                new DurationShape(),
                "How often metrics are sent. Default: 60s.",
                (draft, every, _) => draft.MetricsEvery = every),
            new Key<TelemetryDraft, string>(
                "service",
                new WordShape("a name", "`loadline`", WordShape.SimplePattern),
                "The service.name of all that is sent. Default: loadline.",
                (draft, name, _) => draft.Service = name),
        ]);

    public Uri? Otlp { get; set; }

    public List<NamedEntry<Secret>> Headers { get; set; } = [];

    public double Sample { get; set; } = 1;

    public TimeSpan MetricsEvery { get; set; } = TimeSpan.FromSeconds(60);

    public string Service { get; set; } = "loadline";

    public TelemetryConfig ToConfig() => new()
    {
        Otlp = Otlp!,
        Headers = [.. Headers.Select(header => (header.Name, header.Value))],
        Sample = Sample,
        MetricsEvery = MetricsEvery,
        Service = Service,
    };
}
