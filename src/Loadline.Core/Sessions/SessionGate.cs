using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Facts;
using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Sessions;

/// <summary>Keeps a conversation with its model unless moving pays for the prompt cache it loses.</summary>
/// <remarks>
/// The rent-or-buy rule: each turn that stays where the policy wanted something cheaper adds what that cost to the session's regret; it moves
/// once regret and the saving of the turns to come exceed the value of the cache that is left behind and a margin. Deciding changes nothing;
/// the table is written when the request has ended, with the model that really served.
/// </remarks>
public sealed class SessionGate(SessionConfig config, SessionTable table)
{
    // The share of moves that are taken back: what the model left behind has not read by then it must read after all, so not having it read
    // now is only half a saving. Chosen by simulation (SessionSimulationTests, seeds 1 to 3).
    private const double Returns = 0.5;

    /// <summary>Gets the conversations.</summary>
    public SessionTable Table => table;

    /// <summary>Writes the settings as the config does.</summary>
    public string Describe() => config.Describe();

    /// <summary>Looks at what the policy ordered, and puts before it what the session is with where it should stay.</summary>
    public void Apply(RoutingContext context, IRoutingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(policy);
        if (context.Facts.Kind != RequestKind.Chat)
        {
            return;
        }

        var key = SessionKey.Of(context.Facts);
        var wished = context.OrderCount > 0 ? context.Order[0] : -1;
        if (!table.TryFind(key, out var entry) || context.Now - entry.Last > config.Idle)
        {
            context.Session = new SessionNote(key, SessionMove.Fresh, -1, wished, 0, 0, 0);
            return;
        }

        var held = Find(context, entry.Candidate);
        context.Session = held < 0 || !context.Pool[held].IsEligible ? new SessionNote(key, SessionMove.Left, held, wished, 0, 0, 0)
            : held == wished ? new SessionNote(key, SessionMove.Agreed, held, wished, 0, 0, 0)
            : wished < 0 ? new SessionNote(key, SessionMove.MovedUp, held, wished, 0, 0, 0)
            : Weigh(context, policy, entry, held, wished);
    }

    /// <summary>Writes down who served, when the request has ended.</summary>
    public void Served(FinishedDecision decision, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var session = decision.Session;

        // Observing, the session is the one that routing would have led.
        var candidate = decision.IsEnforced ? decision.Served : decision.Choice;
        if (session.Key == 0 || candidate is not { } served || decision.Error != Plans.RoutingError.None)
        {
            return;
        }

        var usage = decision.Usage?.Sane();
        var isKnown = table.TryFind(session.Key, out var old);
        var isSame = isKnown && old.Candidate == served.Hash;
        table.Store(new SessionEntry
        {
            Key = session.Key,
            Candidate = served.Hash,
            Before = isSame ? old.Before : old.Candidate,
            BeforeLast = isSame ? old.BeforeLast : old.Last,
            BeforePrefix = isSame ? old.BeforePrefix : old.Prefix,
            Last = now,
            Prefix = (int)Math.Min(int.MaxValue, usage is { } known ? known.Input + known.Output : decision.EstimatedInputTokens + decision.EstimatedOutputTokens),
            Regret = session.Move == SessionMove.Stayed ? session.Regret : 0,
        });
    }

    private static int Find(RoutingContext context, ulong candidate)
    {
        var pool = context.Pool;
        for (var i = 0; i < pool.Length; i++)
        {
            if (pool[i].Candidate.Hash == candidate)
            {
                return i;
            }
        }

        return -1;
    }

    private SessionNote Weigh(RoutingContext context, IRoutingPolicy policy, in SessionEntry entry, int held, int wished)
    {
        var pool = context.Pool;
        if (pool[held].Candidate.Price is not { } from || pool[wished].Candidate.Price is not { } to)
        {
            // Nothing can be said of money: the policy has the word.
            return new SessionNote(entry.Key, SessionMove.MovedUp, held, wished, 0, 0, 0);
        }

        var costs = new TurnCosts(context.EstimatedInputTokens, context.EstimatedOutputTokens);
        var cached = Cached(context, entry.Last, entry.Prefix);
        var known = entry.Before == pool[wished].Candidate.Hash ? Cached(context, entry.BeforeLast, entry.BeforePrefix) : 0;
        var stay = costs.Of(from, cached);
        var warm = costs.Of(to, cached);
        var cold = costs.Of(to, known);
        var saving = stay - warm;
        if (saving <= 0 && !SharesCache(pool[held].Candidate, pool[wished].Candidate))
        {
            return Up(context, policy, entry, held, wished, cold - stay);
        }

        if (saving <= 0)
        {
            // The same model with more effort: nothing is lost, and price cannot tell them apart.
            return new SessionNote(entry.Key, SessionMove.MovedUp, held, wished, 0, 0, 0);
        }

        var lost = SharesCache(pool[held].Candidate, pool[wished].Candidate) ? 0 : Math.Max(0, cold - warm) + (Returns * (stay - costs.Of(from, int.MaxValue)));
        var gain = entry.Regret + (saving * (1 + config.Turns));
        var needed = lost + (config.Margin * stay);
        if (gain > needed)
        {
            return new SessionNote(entry.Key, SessionMove.MovedDown, held, wished, 0, gain, needed);
        }

        context.Prefer(held);
        return new SessionNote(entry.Key, SessionMove.Stayed, held, wished, entry.Regret + saving, gain, needed);
    }

    private SessionNote Up(RoutingContext context, IRoutingPolicy policy, in SessionEntry entry, int held, int wished, double extra)
    {
        if ((config.Upward ?? (policy.ChoosesByQuality ? UpwardMove.Follow : UpwardMove.Hold)) == UpwardMove.Hold)
        {
            context.Prefer(held);
            return new SessionNote(entry.Key, SessionMove.Stayed, held, wished, 0, -extra, 0);
        }

        if (config.EffortFirst && HigherEffort(context, held, wished) is var higher and >= 0)
        {
            context.Prefer(higher);
            return new SessionNote(entry.Key, SessionMove.RaisedEffort, held, wished, 0, 0, 0);
        }

        return new SessionNote(entry.Key, SessionMove.MovedUp, held, wished, 0, 0, 0);
    }

    // The next effort above, of the same model on the same deployments.
    private static int HigherEffort(RoutingContext context, int held, int wished)
    {
        var pool = context.Pool;
        var rank = EffortRank.Of(pool[held].Candidate.Effort);
        var best = -1;
        for (var i = 0; i < pool.Length; i++)
        {
            var other = EffortRank.Of(pool[i].Candidate.Effort);
            if (i != wished && pool[i].IsEligible && other > rank && SharesCache(pool[i].Candidate, pool[held].Candidate)
                && (best < 0 || other < EffortRank.Of(pool[best].Candidate.Effort)))
            {
                best = i;
            }
        }

        return best;
    }

    private int Cached(RoutingContext context, TimeSpan last, int prefix) =>
        context.Now - last <= config.Cache && prefix >= TurnCosts.LeastPrefix ? prefix : 0;

    // The same deployments have the same cache, whatever effort is asked of them.
    private static bool SharesCache(CandidateSnapshot a, CandidateSnapshot b)
    {
        if (a.Deployments.Length != b.Deployments.Length)
        {
            return false;
        }

        for (var i = 0; i < a.Deployments.Length; i++)
        {
            if (a.Deployments[i].Hash != b.Deployments[i].Hash)
            {
                return false;
            }
        }

        return true;
    }
}
