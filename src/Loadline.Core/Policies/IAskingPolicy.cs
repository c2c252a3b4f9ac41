using Loadline.Core.Routing;

namespace Loadline.Core.Policies;

/// <summary>A policy that may need an answer from outside before it can order candidates.</summary>
/// <remarks>
/// It never waits itself: <see cref="Router.Decide"/> says <see cref="RoutingStatus.Pending"/>, whoever decides gets the answer, hands it in and
/// decides again. Where nobody can ask, the policy goes on without.
/// </remarks>
public interface IAskingPolicy : IRoutingPolicy
{
    /// <summary>Tells whether an answer has to be had before this request can be decided.</summary>
    bool MustAsk(RoutingContext context);
}
