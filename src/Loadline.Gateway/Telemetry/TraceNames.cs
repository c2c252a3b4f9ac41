namespace Loadline.Gateway.Telemetry;

/// <summary>The attributes of our spans; <c>docs/metrics.md</c> lists them all.</summary>
internal static class TraceNames
{
    public const string Source = "Loadline";

    /// <summary>OpenTelemetry's conventions.</summary>
    public const string Method = "http.request.method";
    public const string Status = "http.response.status_code";
    public const string Server = "server.address";
    public const string Port = "server.port";
    public const string Error = "error.type";
    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";

    /// <summary>What only a router has.</summary>
    public const string Route = "loadline.route";
    public const string Rule = "loadline.rule";
    public const string Reason = "loadline.reason";
    public const string Decision = "loadline.decision.id";
    public const string Model = "loadline.model";
    public const string Attempts = "loadline.attempts";
    public const string Kind = "loadline.attempt.kind";
    public const string Cost = "loadline.cost_usd";
}
