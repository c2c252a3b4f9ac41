using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads the caller's hints from its headers.</summary>
/// <remarks>Of two limits, header and <c>metadata</c>, the tighter one stays; of two tasks or priorities the header's.</remarks>
public static class HintReader
{
    /// <summary>What the request is for, as one of the names of tasks; goes before what is inferred.</summary>
    public const string TaskHeader = "x-loadline-task";

    /// <summary><c>interactive</c>, <c>batch</c> or <c>critical</c>.</summary>
    public const string PriorityHeader = "x-loadline-priority";

    /// <summary>The most that this request may cost, in USD.</summary>
    public const string MaxCostHeader = "x-loadline-max-cost-usd";

    /// <summary>In milliseconds: candidates that lately took longer for a whole answer are left out.</summary>
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
