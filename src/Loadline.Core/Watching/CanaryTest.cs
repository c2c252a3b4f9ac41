using Loadline.Core.Ledger;
using Loadline.Core.Quality;

namespace Loadline.Core.Watching;

/// <summary>The paired test of a canary: audits answer each drawn request by choice and reference, whichever of the two served it.</summary>
/// <remarks>
/// Pairs, so that which sessions fell on which side adds no noise. Intervals describe; what advises promotion is a bet on the line that may be
/// looked at whenever one likes (Ville 1939), the same that recoveries are proven by. It takes audits one by one; intervals take sessions.
/// </remarks>
public static class CanaryTest
{
    private const double Confidence = 0.95;

    // A session that comes back after so many others counts as another one.
    private const int MostOpen = 64;

    // Below this many sessions a normal interval promises too much.
    private const int LeastSessions = 30;

    /// <summary>Takes an audit in.</summary>
    /// <param name="state">Before; <see langword="null"/>: the canary's first.</param>
    /// <param name="audit">The audit, by the judge's grades.</param>
    /// <param name="line">The route's line.</param>
    public static CanaryState Add(CanaryState? state, AuditRecord audit, QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(audit);
        state ??= new CanaryState();
        var weight = audit.Details.Weight ?? 1;
        var isPair = audit.Served != audit.Reference;
        var bet = new LineBet(line, proves: true, 0, state.Proof);
        bet.Add(audit.ServedQuality, audit.ReferenceQuality, weight);
        var (open, closed) = Into(
            state,
            audit.Details.Session ?? audit.DecisionId,
            new CanarySession("", weight * audit.ServedQuality, weight * audit.ReferenceQuality, isPair ? weight : 0, isPair ? weight * (audit.ServedQuality - audit.ReferenceQuality) : 0));
        return new CanaryState { Audits = state.Audits + 1, Pairs = state.Pairs + (isPair ? 1 : 0), Open = open, Closed = closed, Proof = bet.State };
    }

    /// <summary>What it shows so far.</summary>
    public static CanaryResult ResultOf(CanaryState state, QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(line);
        var sums = state.Open.Aggregate(state.Closed, static (all, session) => all.Add(session));
        var wealth = new LineBet(line, proves: true, 0, state.Proof).Wealth;
        var kept = sums.Kept(Confidence);
        var advice = wealth * line.Delta >= 1 ? CanaryResult.Promote
            : sums.Sessions >= LeastSessions && line.Keep is { } keep && kept?.High < keep ? CanaryResult.RollBack
            : CanaryResult.Wait;
        return new CanaryResult(state.Audits, sums.Sessions, state.Pairs, kept, sums.DifferenceEach(Confidence), wealth, 1 / line.Delta, advice);
    }

    private static (IReadOnlyList<CanarySession> Open, CanarySums Closed) Into(CanaryState state, string key, CanarySession more)
    {
        var before = state.Open.FirstOrDefault(session => session.Key == key) ?? new CanarySession(key, 0, 0, 0, 0);
        List<CanarySession> open =
        [
            .. state.Open.Where(session => session.Key != key),
            new CanarySession(key, before.Served + more.Served, before.Reference + more.Reference, before.Pairs + more.Pairs, before.Difference + more.Difference),
        ];
        if (open.Count <= MostOpen)
        {
            return (open, state.Closed);
        }

        var oldest = open[0];
        open.RemoveAt(0);
        return (open, state.Closed.Add(oldest));
    }
}
