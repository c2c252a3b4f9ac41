namespace Loadline.Core.Facts;

/// <summary>The caller's own statement of how urgent a request is (<c>x-loadline-priority</c>).</summary>
public enum RequestPriority : byte
{
    /// <summary>Somebody waits for the answer; the default.</summary>
    Interactive,

    /// <summary>Nobody waits; cost goes before latency.</summary>
    Batch,

    /// <summary>The answer matters more than its cost.</summary>
    Critical,
}
