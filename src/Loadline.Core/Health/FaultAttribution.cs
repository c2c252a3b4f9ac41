using Loadline.Core.Plans;
using Loadline.Core.Runtime;

namespace Loadline.Core.Health;

/// <summary>Holds each outcome against whoever is at fault: the deployment, the provider's address or its credential.</summary>
internal static class FaultAttribution
{
    // Of a model's deployments, no more than this share is benched for being worse than the others; a dead one is, whatever the share.
    private const double MostEjected = 0.5;

    // How bad, and how much worse than its peers, an outlier is.
    private const double OutlierShare = 0.2;
    private const double OutlierFactor = 3;

    /// <summary>Takes one attempt's outcome into account.</summary>
    /// <param name="candidate">Whose deployment it was: outliers are judged against the others.</param>
    /// <param name="deployment">The deployment.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="started">When it began, on the same clock as <paramref name="now"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">The source of chance, for jitter.</param>
    public static void Report(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, in AttemptResult result, TimeSpan started, TimeSpan now, Random random)
    {
        var provider = deployment.Provider.State;
        var gate = deployment.State.Gate;
        switch (result.Error)
        {
            case RoutingError.CallerGone or RoutingError.CallerBadRequest or RoutingError.Internal or RoutingError.ShuttingDown
                or RoutingError.Hedged or RoutingError.NotChosen or RoutingError.UpstreamStale or RoutingError.Overloaded or RoutingError.OverLimit:
            case RoutingError.DeadlineExceeded when !result.IsUpstreamLate:
                return;
            case RoutingError.UpstreamConnect:
                deployment.State.Tokens.Failed();
                provider.Address.Failed(now, started, random);
                return;
        }

        provider.Address.Succeeded(now, started);
        switch (result.Error)
        {
            case RoutingError.UpstreamAuth or RoutingError.UpstreamQuota:
                provider.Credential.Failed(now, started, random);
                return;
            case RoutingError.UpstreamModelNotFound:
                gate.Bench(now, random);
                break;
            case RoutingError.None or RoutingError.UpstreamRefused or RoutingError.UpstreamContextOverflow or RoutingError.UpstreamContentFiltered
                or RoutingError.DraftRejected or RoutingError.UpstreamDeclined:
                deployment.State.Tokens.Succeeded();
                gate.Succeeded(now, started);
                break;
            case RoutingError.UpstreamRateLimited or RoutingError.UpstreamUnavailable when result.Advice.Wait is { } wait && wait > TimeSpan.Zero:
                deployment.State.Tokens.Failed();
                gate.Cool(now, wait);
                break;
            default:
                deployment.State.Tokens.Failed();
                gate.Failed(now, started, random);
                EjectOutlier(candidate, gate, now, random);
                break;
        }

        provider.Credential.Succeeded(now, started);
    }

    private static void EjectOutlier(CandidateSnapshot candidate, HealthGate gate, TimeSpan now, Random random)
    {
        var share = gate.FailureShare;
        if (share < OutlierShare || candidate.Deployments.Length < 2)
        {
            return;
        }

        var ejected = 1;
        var peers = 0.0;
        foreach (var deployment in candidate.Deployments)
        {
            var other = deployment.State.Gate;
            if (!ReferenceEquals(other, gate))
            {
                peers += other.FailureShare;
                ejected += other.State(now) is HealthState.Benched or HealthState.HalfOpen ? 1 : 0;
            }
        }

        if (ejected <= candidate.Deployments.Length * MostEjected && share >= OutlierFactor * peers / (candidate.Deployments.Length - 1))
        {
            gate.Bench(now, random);
        }
    }
}
