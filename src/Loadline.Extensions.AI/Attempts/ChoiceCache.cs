using Loadline.Core.Runtime;

namespace Loadline.Extensions.AI.Attempts;

/// <summary>What was told of choices before, so that the same choice is told by the same object. Not thread-safe.</summary>
internal sealed class ChoiceCache
{
    // Reasons are few; a policy that makes up a new one each time must not fill the memory.
    private const int Most = 256;

    private readonly Dictionary<(string Route, string Model, string Deployment, string Reason), LoadlineDecision> _known = [];

    public LoadlineDecision Find(RouteSnapshot route, CandidateSnapshot candidate, DeploymentSnapshot deployment, string reason)
    {
        var key = (route.Name, candidate.Name, deployment.Id, reason);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        return _known[key] = new LoadlineDecision("", route.Name, candidate.Name, deployment.Id, reason);
    }
}
