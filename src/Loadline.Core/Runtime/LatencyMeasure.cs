namespace Loadline.Core.Runtime;

/// <summary>Which time of a call is meant.</summary>
public enum LatencyMeasure : byte
{
    /// <summary>To the first content; to the whole body where it is not streamed.</summary>
    FirstToken,

    /// <summary>To the end of the answer.</summary>
    Total,
}
