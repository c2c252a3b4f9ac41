using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;

namespace Loadline.Gateway.Access;

/// <summary>Finds the meters that a request counts against.</summary>
internal sealed class UsageControl(UsageMeters meters, TimeProvider time)
{
    private readonly ConditionalWeakTable<RuntimeSnapshot, FrozenDictionary<string, TeamConfig>> _teams = [];
    private readonly ConditionalWeakTable<RouteSnapshot, string> _routes = [];

    /// <summary>Makes the meters of everything that has limits, so that shared budgets have slices before their first request.</summary>
    public void Prepare(IReadOnlyCollection<ApiKey> keys, RuntimeSnapshot snapshot, DateTimeOffset utc)
    {
        foreach (var key in keys)
        {
            if (key.IsValid(utc))
            {
                meters.For(key.Subject, key.Limits, TimeSpan.Zero, utc);
            }
        }

        foreach (var team in snapshot.Config.Teams)
        {
            meters.For(team.Subject, team.Usage, TimeSpan.Zero, utc);
        }

        foreach (var use in snapshot.Candidates.SelectMany(static candidate => candidate.Usage))
        {
            meters.For(use.Subject, use.Limits, TimeSpan.Zero, utc);
        }

        foreach (var route in snapshot.Routes)
        {
            meters.For(_routes.GetValue(route, static one => "route " + one.Name), route.Usage, TimeSpan.Zero, utc);
        }
    }

    /// <summary>Finds them; allocates nothing once a key and a route have been seen.</summary>
    public (UsageMeter? Key, UsageMeter? Team, UsageMeter? Route) Find(
        ApiKey? key, RouteSnapshot? route, RuntimeSnapshot snapshot, TimeSpan now, DateTimeOffset utc)
    {
        UsageMeter? ofTeam = null;
        if (key?.Team is { } name && snapshot.Config.Teams.Count > 0
            && _teams.GetValue(snapshot, static one => one.Config.Teams.ToFrozenDictionary(team => team.Name, StringComparer.Ordinal)).TryGetValue(name, out var team))
        {
            ofTeam = meters.For(team.Subject, team.Usage, now, utc);
        }

        return (
            key is null ? null : meters.For(key.Subject, key.Limits, now, utc),
            ofTeam,
            route is null || route.Usage.Count == 0 ? null : meters.For(_routes.GetValue(route, static one => "route " + one.Name), route.Usage, now, utc));
    }

    /// <summary>Enters all meters that a call of a model counts against, or none.</summary>
    public bool TryEnter(CandidateSnapshot model, UsageTicket ticket, in UsageDemand demand, out LimitDenial denial)
    {
        denial = default;
        if (model.Usage.Length == 0)
        {
            return true;
        }

        var (now, utc) = (MonotonicClock.Now(time), time.GetUtcNow());
        foreach (var use in model.Usage)
        {
            if (!ticket.TryAdd(meters.For(use.Subject, use.Limits, now, utc)!, demand, now, utc, out denial))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Enters for a call of Loadline's own; to be left by <see cref="Leave"/>, whatever comes of it.</summary>
    /// <returns><see langword="null"/> where a limit of the model does not allow the call.</returns>
    public UsageTicket? TryEnterOwn(CandidateSnapshot model, int inputTokens, int outputTokens)
    {
        var ticket = new UsageTicket();
        var worst = model.Price?.Estimate(inputTokens, outputTokens);
        var isPriced = worst is not null || !model.CountsMoney;
        return isPriced && TryEnter(model, ticket, new UsageDemand(inputTokens + outputTokens, NanoUsd.FromUsd(worst ?? 0)), out _) ? ticket : null;
    }

    /// <summary>Leaves with what a call used: what was not told counts as the estimate where the call may have been billed.</summary>
    public void Leave(UsageTicket ticket, TokenUsage? usage, decimal? costUsd, double? possibleUsd) => ticket.Leave(
        new UsageDemand(usage is { } used ? used.Input + used.Output : 0, costUsd is { } cost ? NanoUsd.FromUsd(cost) : NanoUsd.FromUsd(possibleUsd ?? 0)),
        time.GetUtcNow());
}
