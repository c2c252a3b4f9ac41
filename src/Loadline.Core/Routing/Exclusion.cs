namespace Loadline.Core.Routing;

/// <summary>Why a candidate cannot or may not serve a request.</summary>
[Flags]
public enum Exclusion
{
    /// <summary>It can serve.</summary>
    None = 0,

    /// <summary>The request offers tools, and the model calls none.</summary>
    NoTools = 1 << 0,

    /// <summary>The request has images, and the model reads none.</summary>
    NoImages = 1 << 1,

    /// <summary>The request has sound, and the model hears none.</summary>
    NoAudio = 1 << 2,

    /// <summary>The answer must follow a schema, and the model follows none.</summary>
    NoSchema = 1 << 3,

    /// <summary>Prompt and answer do not fit its window, by estimate.</summary>
    ContextTooSmall = 1 << 4,

    /// <summary>Its provider is not where the request's data may go.</summary>
    Residency = 1 << 5,

    /// <summary>Its estimated cost is above a limit.</summary>
    OverCostLimit = 1 << 6,

    /// <summary>A cost limit applies and the price is unknown.</summary>
    PriceUnknown = 1 << 7,

    /// <summary>It lately took longer than a limit allows.</summary>
    OverLatencyLimit = 1 << 8,

    /// <summary>Vectors are asked for, and it makes none.</summary>
    NoEmbeddings = 1 << 9,

    /// <summary>Every deployment is benched after failures. Given up where nobody else is left.</summary>
    Unhealthy = 1 << 10,

    /// <summary>The caller's key does not allow the model, or allows data nowhere that it could go.</summary>
    NotAllowed = 1 << 12,

    /// <summary>The request points at what only another dialect's providers have.</summary>
    OtherDialect = 1 << 11,
}
