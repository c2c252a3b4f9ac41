using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads the caller's hints from its headers.</summary>
/// <remarks>Of two limits, header and <c>metadata</c>, the tighter one stays; of two tasks or priorities the header's.</remarks>
public static class HintReader
{
    public const string TaskHeader = "x-loadline-task";
    public const string PriorityHeader = "x-loadline-priority";
    public const string MaxCostHeader = "x-loadline-max-cost-usd";
    public const string MaxLatencyHeader = "x-loadline-max-latency-ms";

    /// <summary>Merges the hint headers into <see cref="RequestFacts.Hints"/>. Call it after the body's scan.</summary>
    /// <returns>An error where a header is malformed: a hint that is not understood must not be dropped in silence.</returns>
    public static ScanResult Read(IRequestHeaders headers, RequestFacts facts)
    {
        var result = One(headers, facts, Hint.Task, TaskHeader);
        result = result.Ok ? One(headers, facts, Hint.Priority, PriorityHeader) : result;
        result = result.Ok ? One(headers, facts, Hint.MaxCostUsd, MaxCostHeader) : result;
        return result.Ok ? One(headers, facts, Hint.MaxLatencyMs, MaxLatencyHeader) : result;
    }

    private static ScanResult One(IRequestHeaders headers, RequestFacts facts, Hint hint, string header) =>
        headers.Find(header) is { } value ? HintValues.Read(value.AsSpan(), facts, hint, header) : ScanResult.Success;
}
