namespace Loadline.Gateway.Limits;

/// <summary>Whether a request is served.</summary>
internal enum Admission : byte
{
    Admitted,

    /// <summary>Everything is in use, and waiting would take too long: status 503.</summary>
    Overloaded,

    /// <summary>The same, and this caller already has more than its share of what waits: status 429.</summary>
    OverShare,
}
