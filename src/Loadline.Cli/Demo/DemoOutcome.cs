namespace Loadline.Cli.Demo;

/// <summary>What one simulated model does with one prompt.</summary>
/// <param name="Quality">0 wrong, 0.5 partly right, 1 right.</param>
/// <param name="CostUsd">What the call costs in USD; 0 where the model refuses.</param>
/// <param name="InputTokens">Billed input tokens.</param>
/// <param name="OutputTokens">Billed output tokens; <paramref name="Response"/> is about as long.</param>
/// <param name="Response">The reply's text, labelled as simulated.</param>
/// <param name="TimeToFirstTokenMs">From the request to the first token, in milliseconds.</param>
/// <param name="LatencyMs">From the request to the last token, in milliseconds.</param>
/// <param name="Refusal">Why the model cannot take the prompt (<c>images</c>, <c>tools</c>, <c>context</c>), or null.</param>
internal sealed record DemoOutcome(
    double Quality,
    decimal CostUsd,
    int InputTokens,
    int OutputTokens,
    string Response,
    double TimeToFirstTokenMs,
    double LatencyMs,
    string? Refusal);
