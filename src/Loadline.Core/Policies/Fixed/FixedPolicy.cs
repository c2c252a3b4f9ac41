using Loadline.Core.Routing;

namespace Loadline.Core.Policies;

/// <summary>Always chooses the same candidate.</summary>
/// <remarks>
/// After a failure nothing of the pool stands in: the router goes on to the reference and the named fallbacks. Where the candidate is
/// excluded, the choice is the reference's.
/// </remarks>
/// <param name="poolIndex">Its position in the pool; -1: it is not there.</param>
internal sealed class FixedPolicy(int poolIndex) : IRoutingPolicy
{
    internal const string ConfigName = "fixed";

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        if (poolIndex >= 0)
        {
            context.Append(poolIndex);
        }
    }
}
