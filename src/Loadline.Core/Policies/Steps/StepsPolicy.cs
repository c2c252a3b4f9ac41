using Loadline.Core.Routing;

namespace Loadline.Core.Policies;

/// <summary>Orders candidates as the plan names them.</summary>
internal sealed class StepsPolicy(string plan, int[] steps) : IRoutingPolicy
{
    public string Name => plan;

    public void Order(RoutingContext context)
    {
        foreach (var step in steps)
        {
            context.Append(step);
        }
    }
}
