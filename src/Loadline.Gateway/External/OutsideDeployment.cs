using Loadline.Core.Balancing;
using Loadline.Core.Health;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Gateway.External;

/// <summary>Picks who is asked on a policy's behalf.</summary>
internal static class OutsideDeployment
{
    // What a rule keeps in a place is not shown to a model elsewhere.
    public static (CandidateSnapshot Model, DeploymentSnapshot Deployment)? Pick(RoutingContext context, string name, TimeSpan now)
    {
        var model = Array.Find(context.Snapshot.Candidates, candidate => candidate.Name == name);
        if (model is null)
        {
            return null;
        }

        var usable = 0UL;
        for (var i = 0; i < Math.Min(model.Deployments.Length, DeploymentPicker.MostDeployments); i++)
        {
            usable |= model.Deployments[i].Keeps(context.Residency) && DeploymentHealth.MayUse(model.Deployments[i], now) ? 1UL << i : 0;
        }

        return DeploymentPicker.Pick(context, model, usable, now) is var index and >= 0 ? (model, model.Deployments[index]) : null;
    }
}
