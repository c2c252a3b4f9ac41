using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Policies;
using Loadline.Core.Runtime;
using Loadline.Core.Signals;
using Loadline.Learning.Certification;

namespace Loadline.Learning.WhatIf;

/// <summary>What one other config would have done with a route's requests, told one logged request at a time. Not thread-safe.</summary>
internal sealed class WhatIfCase
{
    private readonly List<(LoggedRow Row, DecisionRecord Decision, IReadOnlyList<Reward> Rewards)> _rows = [];
    private readonly RouteSnapshot _route;
    private readonly TargetChoices _choices;
    private int _read;
    private int _failed;
    private int _unreadable;
    private decimal _sameTokens;
    private int _priced;

    /// <param name="config">The other config.</param>
    /// <param name="route">The route, in the ledger and in the config.</param>
    /// <exception cref="CertifyException">The config has no such route, or it decides by more than a ledger row shows.</exception>
    public WhatIfCase(LoadlineConfig config, string route)
    {
        ArgumentNullException.ThrowIfNull(config);
        var found = config.Routes.FirstOrDefault(one => one.Name == route)
            ?? throw new CertifyException($"There is no route '{route}'. Routes: {string.Join(", ", config.Routes.Select(one => one.Name))}.");
        Replayable.Check(found, isLedger: true);
        var snapshot = RouteRun.Build(config);
        _route = snapshot.Find(route)!;
        if (_route is { Segments: not null, Quality.By: SegmentKind.Tenant })
        {
            throw new CertifyException(
                $"Route {route} serves by a certificate for each tenant, and a ledger's rows do not say whose key asked. Ask with the certificate left out of the config (`mode: observe`).");
        }

        _choices = new TargetChoices(snapshot, _route);
    }

    /// <summary>Takes in one logged request.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="rewards">Its grades.</param>
    public void Add(LedgerEntry entry, IReadOnlyList<Reward> rewards)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _read++;
        var decision = entry.Decision;
        if (decision.Outcome != "ok" || decision.Served is null)
        {
            _failed++;
            return;
        }

        if (_choices.Of(entry) is not { } asked)
        {
            _unreadable++;
            return;
        }

        // While observing, the reference served whatever was chosen: that is certain, and the choice's own probability says nothing.
        var isEnforced = decision.Mode == "enforce" && decision.Choice is not null;
        _rows.Add((new LoggedRow
        {
            Cluster = decision.Session ?? decision.Id,
            Chosen = isEnforced ? decision.Choice! : decision.Served,
            Propensity = isEnforced ? decision.Propensity : 1,
            Asked = asked,
            Features = FeaturesOf(decision),
        }, decision, rewards));
        Price(decision, asked);
    }

    /// <summary>Estimates from what was taken in.</summary>
    /// <param name="rewards">Where the grades came from.</param>
    /// <param name="confidence">Of the intervals, in (0,1).</param>
    public WhatIfReport Report(IRewardSource rewards, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(rewards);
        var rates = _rows.GroupBy(row => row.Row.Chosen, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(row => row.Rewards.Count > 0) / (double)group.Count(), StringComparer.Ordinal);
        List<LoggedRow> rows = [.. _rows.Select(row => row.Row with { Quality = Known(row.Row, row.Rewards, rates), Cost = Cost(row.Row, row.Decision, row.Rewards) })];
        var references = _rows.Select(row => (double?)row.Decision.ReferenceCostUsd).OfType<double>().ToList();
        return new WhatIfReport
        {
            Route = _route.Name,
            RouteDigest = _route.Digest,
            Confidence = confidence,
            Read = _read,
            Used = rows.Count,
            Sessions = rows.Select(row => row.Cluster).Distinct(StringComparer.Ordinal).Count(),
            Failed = _failed,
            Unreadable = _unreadable,
            Overridden = _rows.Count(row => row.Row.Chosen != row.Decision.Served),
            Rewards = rewards.Name,
            Assumption = rewards.Assumption,
            Models = Shares(rows),
            Quality = OffPolicy.Estimate(rows, static row => row.Quality, confidence),
            Cost = OffPolicy.Estimate([.. rows.Where(static row => row.Cost.Count > 0)], static row => row.Cost, confidence),
            ReferenceCostUsd = references.Count > 0 ? references.Average() : null,
            SameTokensCostUsd = _priced > 0 && _priced == _rows.Count(static row => row.Decision.Usage is not null) ? (double)(_sameTokens / _priced) : null,
        };
    }

    private static double[] FeaturesOf(DecisionRecord decision)
    {
        var x = new double[BanditFeatures.Length];
        if (SignalFeatures.HasSignals(decision.Features))
        {
            BanditFeatures.Write(decision.Features.Data.Span, x);
        }

        x[0] = 1;
        return x;
    }

    // At the other config's prices for the tokens that were used: what savings are counted by, too.
    private void Price(DecisionRecord decision, IReadOnlyList<KeyValuePair<string, double>> asked)
    {
        if (decision.Usage is not { } usage)
        {
            return;
        }

        var cost = 0m;
        foreach (var (model, probability) in asked)
        {
            if (Array.Find(_route.Candidates.All, candidate => candidate.Name == model)?.Price is not { } price)
            {
                return;
            }

            cost += (decimal)probability * price.Cost(usage);
        }

        _sameTokens += cost;
        _priced++;
    }

    // What was served is graded as what choosing led to, whoever stood in.
    private static List<Seen> Known(LoggedRow row, IReadOnlyList<Reward> given, Dictionary<string, double> rates) =>
        [.. given.Select(reward => new Seen(reward.NeedsChoice ? row.Chosen : reward.Model, reward.Rate ?? rates[row.Chosen], reward.NeedsChoice, reward.Quality))
            .DistinctBy(seen => seen.Model)];

    // Where every candidate was asked, its answer's price is known whatever was chosen.
    private static IReadOnlyList<Seen> Cost(LoggedRow row, DecisionRecord decision, IReadOnlyList<Reward> given) =>
        given.Any(static reward => reward.CostUsd is not null)
            ? [.. given.Where(static reward => reward.CostUsd is not null).Select(static reward => new Seen(reward.Model, reward.Rate ?? 1, reward.NeedsChoice, (double)reward.CostUsd!.Value))]
            : decision.CostUsd is { } cost ? [new Seen(row.Chosen, 1, NeedsChoice: true, (double)cost)] : [];

    private static IReadOnlyList<ModelShares> Shares(List<LoggedRow> rows) =>
        [.. rows.Select(row => row.Chosen).Concat(rows.SelectMany(row => row.Asked).Select(pair => pair.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(model => new ModelShares(model, rows.Average(row => row.Chosen == model ? 1.0 : 0), rows.Average(row => row.Asks(model))))];
}
