using System.Collections.Frozen;
using Loadline.Core.Routing;
using Loadline.Core.Signals;

namespace Loadline.Core.Runtime;

/// <summary>A route as its certificate lets it serve each segment of the traffic.</summary>
/// <param name="kind">What requests are told apart by.</param>
/// <param name="proven">The route at the setting that was proven for a segment, by the segment's name.</param>
/// <param name="unproven">The route where nothing was proven: its reference, and the rules that say where data may go.</param>
public sealed class RouteSegments(SegmentKind kind, FrozenDictionary<string, RouteSnapshot> proven, RouteSnapshot unproven)
{
    /// <summary>Gets the route where nothing was proven.</summary>
    public RouteSnapshot Unproven => unproven;

    /// <summary>Finds how a request is to be decided; the same when certifying and while serving.</summary>
    /// <param name="context">The request, its facts and scope set.</param>
    public RouteSnapshot Of(RoutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RequestSegments.Which(kind, context.Signals, context.Scope.Tenant) is { } segment && proven.TryGetValue(segment, out var route) ? route : unproven;
    }
}
