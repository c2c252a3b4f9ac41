using Loadline.Core.Ledger;
using Loadline.Core.Quality;

namespace Loadline.Core.Watching;

/// <summary>The paired test of a canary: audits answer each drawn request by choice and reference, whichever of the two served it.</summary>
/// <remarks>
/// Pairs, so that which sessions fell on which side adds no noise. Intervals describe; what advises promotion is a bet on the line that may be
/// looked at whenever one likes (Ville 1939), the same that recoveries are proven by. Requests of a session resemble each other, so both take
/// sessions as units: the bet takes the mean of each once it is closed, which no grade decides.
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
        ArgumentNullException.ThrowIfNull(line);
        state ??= new CanaryState();
        var weight = audit.Details.Weight ?? 1;
        var isPair = audit.Served != audit.Reference;
        var (served, reference) = (audit.ServedQuality, audit.ReferenceQuality);
        var more = new CanarySession(
            audit.Details.Session ?? audit.DecisionId, weight * served, weight * reference, isPair ? weight : 0, isPair ? weight * (served - reference) : 0)
        {
            Audits = 1,
            Weight = weight,
            Lost = QualityLine.IsLost(served, reference) ? weight : 0,
        };
        var (open, closed) = Into(state.Open, more);
        return state with
        {
            Audits = state.Audits + 1,
            Pairs = state.Pairs + (isPair ? 1 : 0),
            Open = open,
            Closed = closed is null ? state.Closed : state.Closed.Add(closed),
            Proof = closed is null ? state.Proof : Bet(state.Proof, closed, line),
        };
    }

    /// <summary>What it shows so far.</summary>
    public static CanaryResult ResultOf(CanaryState state, QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(line);
        var sums = state.Open.Aggregate(state.Closed, static (all, session) => all.Add(session));
        var wealth = new LineBet(line, proves: true, 0, state.Proof).Wealth;
        var kept = sums.Kept(Confidence);
        var delta = WatchStep.Delta(line, Math.Max(1, state.Number));
        var isBelow = (line.Keep is { } keep && kept?.High < keep) || (line.Lose is { } lose && sums.LostShare(Confidence)?.Low > lose);
        var advice = wealth * delta >= 1 && state.Closed.Sessions >= LeastSessions ? CanaryResult.Promote
            : sums.Sessions >= LeastSessions && isBelow ? CanaryResult.RollBack
            : CanaryResult.Wait;
        return new CanaryResult(state.Audits, sums.Sessions, state.Pairs, kept, sums.DifferenceEach(Confidence), wealth, 1 / delta, advice);
    }

    private static LineBetState Bet(LineBetState? before, CanarySession session, QualityLine line)
    {
        var bet = new LineBet(line, proves: true, 0, before);
        var count = (double)session.Audits;
        bet.AddMean(session.Served / count, session.Reference / count, session.Lost / count, session.Weight / count);
        return bet.State;
    }

    // The one that was quiet for longest closes.
    private static (IReadOnlyList<CanarySession> Open, CanarySession? Closed) Into(IReadOnlyList<CanarySession> before, CanarySession more)
    {
        var known = before.FirstOrDefault(session => session.Key == more.Key);
        List<CanarySession> open = [.. before.Where(session => session.Key != more.Key), known?.Add(more) ?? more];
        if (open.Count <= MostOpen)
        {
            return (open, null);
        }

        var oldest = open[0];
        open.RemoveAt(0);
        return (open, oldest);
    }
}
