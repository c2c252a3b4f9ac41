using Loadline.Core.Checks;
using Loadline.Core.Routing;

namespace Loadline.Core.Cascades;

/// <summary>What judging an answer is expected to cost.</summary>
public static class AskedCosts
{
    // Instructions and schema before the texts, and a sentence with a grade after them.
    private const int Instructions = 250;
    private const int Verdict = 60;

    /// <summary>Estimates what the judges of a check cost for one answer, in USD; 0 where there are none or no price is known.</summary>
    public static double Estimate(RoutingContext context, Check? check)
    {
        ArgumentNullException.ThrowIfNull(context);
        var sum = 0.0;
        if (check is { MustAsk: true })
        {
            foreach (var judge in DraftChecks.Judges(check))
            {
                sum += Array.Find(context.Snapshot.Candidates, candidate => candidate.Name == judge)?.Price
                    ?.Estimate(context.EstimatedInputTokens + context.EstimatedOutputTokens + Instructions, Verdict) ?? 0;
            }
        }

        return sum;
    }
}
