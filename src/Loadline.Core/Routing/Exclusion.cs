namespace Loadline.Core.Routing;

/// <summary>Why a candidate cannot or may not serve a request.</summary>
[Flags]
public enum Exclusion
{
    None = 0,
    NoTools = 1 << 0,
    NoImages = 1 << 1,
    NoAudio = 1 << 2,
    NoSchema = 1 << 3,
    ContextTooSmall = 1 << 4,
    Residency = 1 << 5,
    OverCostLimit = 1 << 6,

    /// <summary>A cost limit applies and the price is unknown.</summary>
    PriceUnknown = 1 << 7,
    OverLatencyLimit = 1 << 8,
    NoEmbeddings = 1 << 9,

    /// <summary>Every deployment is benched after failures. Given up where nobody else is left.</summary>
    Unhealthy = 1 << 10,

    /// <summary>The caller's key does not allow the model, or allows data nowhere that it could go.</summary>
    NotAllowed = 1 << 12,

    /// <summary>The request points at what only another dialect's providers have.</summary>
    OtherDialect = 1 << 11,
}
