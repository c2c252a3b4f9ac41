namespace Loadline.Gateway.Telemetry;

/// <summary>Upper bounds of histogram buckets.</summary>
internal static class MetricBuckets
{
    /// <summary>Gets seconds of a model's work: what OpenTelemetry's conventions advise for <c>gen_ai.client.operation.*</c>.</summary>
    public static double[] Operation { get; } =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>Gets tokens: powers of four, what the conventions advise for <c>gen_ai.client.token.usage</c>.</summary>
    public static long[] Tokens { get; } =
        [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    /// <summary>Gets seconds of our own work: 5 µs to 100 ms, dense around the 20 µs and 60 µs that a decision may take.</summary>
    public static double[] Micro { get; } =
        [0.000005, 0.00001, 0.00002, 0.00004, 0.00006, 0.0001, 0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1];

    /// <summary>Gets seconds where an instrument advises nothing: OpenTelemetry's advice for HTTP durations.</summary>
    public static double[] DefaultSeconds { get; } =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>Gets any other unit where an instrument advises nothing: OpenTelemetry's default.</summary>
    public static double[] Default { get; } =
        [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];
}
