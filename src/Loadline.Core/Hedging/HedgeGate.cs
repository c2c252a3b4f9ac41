using Loadline.Core.Runtime;

namespace Loadline.Core.Hedging;

/// <summary>Says for one route when a second attempt is due, and bounds their number.</summary>
/// <remarks>Each request adds its share of a token, each second attempt takes a whole one: over any time no more are sent than the share and a small burst.</remarks>
public sealed class HedgeGate(HedgeConfig config)
{
    private const long Token = 1_000_000;
    private const long MostTokens = 10 * Token;

    private readonly long _perRequest = (long)(config.MaxShare * Token);
    private long _tokens;

    /// <summary>Gets what the config says of second attempts.</summary>
    public HedgeConfig Config => config;

    /// <summary>Counts a request that could be hedged.</summary>
    public void Requested()
    {
        if (Volatile.Read(ref _tokens) < MostTokens)
        {
            Interlocked.Add(ref _tokens, _perRequest);
        }
    }

    /// <summary>Takes room for one second attempt.</summary>
    public bool TryTake()
    {
        if (Interlocked.Add(ref _tokens, -Token) >= 0)
        {
            return true;
        }

        Return();
        return false;
    }

    /// <summary>Gives back what was taken for a second attempt that was not sent.</summary>
    public void Return() => Interlocked.Add(ref _tokens, Token);

    /// <summary>Computes the wait before a second attempt beside one to <paramref name="deployment"/>.</summary>
    /// <param name="candidate">The candidate; where the deployment has shown too little, the sibling that has shown most speaks for it.</param>
    /// <param name="deployment">The deployment that was asked.</param>
    /// <param name="isStream">Whether the first content counts, or the whole answer.</param>
    /// <returns><see langword="null"/> where nothing is known yet.</returns>
    public TimeSpan? Delay(CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isStream)
    {
        var spread = Spread(deployment, isStream);
        if (spread.Count < config.MinSamples)
        {
            foreach (var sibling in candidate.Deployments)
            {
                var other = Spread(sibling, isStream);
                spread = other.Count > spread.Count ? other : spread;
            }

            if (spread.Count < config.MinSamples)
            {
                return null;
            }
        }

        var delay = TimeSpan.FromMilliseconds(spread.Read(config.Quantile));
        return delay < config.MinDelay ? config.MinDelay : delay > config.MaxDelay ? config.MaxDelay : delay;
    }

    private static LatencyQuantiles Spread(DeploymentSnapshot deployment, bool isStream) =>
        isStream ? deployment.State.FirstContentTimes : deployment.State.WholeTimes;
}
