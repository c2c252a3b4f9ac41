using Loadline.Core.Signals;

namespace Loadline.Core.Facts;

/// <summary>What the caller said of its own request, by <c>x-loadline-*</c> headers or <c>metadata.loadline.*</c>.</summary>
/// <remarks>A caller can only narrow: a limit here applies beside the route's own, the smaller one wins.</remarks>
public struct CallerHints
{
    /// <summary>Gets or sets the stated task; <see langword="null"/> where none was stated.</summary>
    public TaskKind? Task { get; set; }

    /// <summary>Gets or sets the stated priority; <see langword="null"/> where none was stated.</summary>
    public RequestPriority? Priority { get; set; }

    /// <summary>Gets or sets the most this request may cost, in USD; <see langword="null"/>: no limit.</summary>
    public double? MaxCostUsd { get; set; }

    /// <summary>Gets or sets the longest this request may take, in milliseconds; <see langword="null"/>: no limit.</summary>
    public double? MaxLatencyMs { get; set; }
}
