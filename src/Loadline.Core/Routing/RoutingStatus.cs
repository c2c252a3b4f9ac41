namespace Loadline.Core.Routing;

/// <summary>Whether a decision was reached.</summary>
public enum RoutingStatus : byte
{
    /// <summary>There is a plan, and who is first.</summary>
    Decided,

    /// <summary>The request names a model that is neither a route nor a known model.</summary>
    UnknownModel,

    /// <summary>Every candidate is excluded; <see cref="RoutingContext.Evaluations"/> says why.</summary>
    NoEligibleCandidate,

    /// <summary>A policy needs an answer from outside first (<see cref="RoutingContext.Pending"/>): get it, then decide again.</summary>
    Pending,

    /// <summary>The caller's key does not allow the route.</summary>
    RouteNotAllowed,
}
