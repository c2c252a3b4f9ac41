namespace Loadline.Core.Configuration;

/// <summary>Whether a route's decisions are served or only recorded.</summary>
public enum RouteMode : byte
{
    /// <summary>The reference model serves; what routing would have chosen is recorded.</summary>
    Observe,

    /// <summary>The chosen model serves.</summary>
    Enforce,

    /// <summary>The chosen model serves a share of the sessions; the reference serves the others.</summary>
    Canary,
}
