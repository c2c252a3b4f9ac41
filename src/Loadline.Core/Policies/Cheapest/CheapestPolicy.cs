using Loadline.Core.Routing;

namespace Loadline.Core.Policies;

/// <summary>Chooses the candidate that this request is expected to cost least with.</summary>
/// <remarks>
/// After a failure the rest of the pool stands in, in order of cost: whoever asks for the cheapest has said that any candidate of the
/// pool will do. An unknown price is never taken for free: it comes last. Equal costs keep the order of the pool.
/// </remarks>
public sealed class CheapestPolicy : IRoutingPolicy
{
    internal const string ConfigName = "cheapest";

    /// <summary>The policy has no state, so one serves all.</summary>
    public static CheapestPolicy Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        // Picks the next in (cost, position) order again and again: pools are small, and nothing has to be stored.
        var cost = double.NegativeInfinity;
        var index = -1;
        while ((index = Next(context, cost, index)) >= 0)
        {
            context.Append(index);
            cost = Cost(context, index);
        }
    }

    private static int Next(RoutingContext context, double afterCost, int afterIndex)
    {
        var best = -1;
        var bestCost = double.NaN;
        for (var i = 0; i < context.Pool.Length; i++)
        {
            var cost = Cost(context, i);
            var isLater = cost > afterCost || (cost == afterCost && i > afterIndex);
            if (isLater && (best < 0 || cost < bestCost) && context.Pool[i].IsEligible)
            {
                best = i;
                bestCost = cost;
            }
        }

        return best;
    }

    private static double Cost(RoutingContext context, int index)
    {
        var cost = context.Pool[index].EstimatedCostUsd;
        return double.IsNaN(cost) ? double.PositiveInfinity : cost;
    }
}
