using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Policies;
using Loadline.Learning.Certification;

namespace Loadline.Learning.WhatIf;

/// <summary>Answers what another config would have done, from a ledger alone.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="rewards">Where grades come from.</param>
public sealed class WhatIfRun(ILedger ledger, IRewardSource rewards)
{
    private const int PageRows = 1000;

    private readonly List<(LoggedRow Row, DecisionRecord Decision, IReadOnlyList<Reward> Rewards)> _rows = [];
    private int _read;
    private int _failed;
    private int _unreadable;

    /// <summary>Reads the ledger and estimates.</summary>
    /// <param name="config">The other config.</param>
    /// <param name="route">The route, in the ledger and in the config.</param>
    /// <param name="filter">Which decisions; its route and outcome are set here.</param>
    /// <param name="confidence">Of the intervals, in (0,1).</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CertifyException">The config has no such route, or it decides by more than a ledger row shows.</exception>
    public async Task<WhatIfReport> RunAsync(
        LoadlineConfig config, string route, LedgerFilter filter, double confidence = 0.95, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(filter);
        var found = config.Routes.FirstOrDefault(one => one.Name == route)
            ?? throw new CertifyException($"There is no route '{route}'. Routes: {string.Join(", ", config.Routes.Select(one => one.Name))}.");
        Replayable.Check(found);
        var snapshot = RouteRun.Build(config);
        await ReadAsync(new TargetChoices(snapshot, snapshot.Find(route)!), filter with { Route = route, Outcome = null, Model = null }, cancellationToken).ConfigureAwait(false);
        return Report(route, snapshot.Find(route)!.Digest, confidence);
    }

    private async Task ReadAsync(TargetChoices choices, LedgerFilter filter, CancellationToken cancellationToken)
    {
        var page = new LedgerPage { Filter = filter, Limit = PageRows, NewestFirst = false, WithContent = true };
        IReadOnlyList<LedgerEntry> entries;
        do
        {
            entries = await ledger.Decisions.ListAsync(page, cancellationToken).ConfigureAwait(false);
            foreach (var entry in entries)
            {
                await AddAsync(entry, choices, cancellationToken).ConfigureAwait(false);
            }

            page = page with { After = entries.Count > 0 ? entries[^1].Decision.Id : null };
        }
        while (entries.Count == PageRows);
    }

    private async ValueTask AddAsync(LedgerEntry entry, TargetChoices choices, CancellationToken cancellationToken)
    {
        _read++;
        var decision = entry.Decision;
        if (decision.Outcome != "ok" || decision.Served is null)
        {
            _failed++;
            return;
        }

        if (choices.Of(entry) is not { } asked)
        {
            _unreadable++;
            return;
        }

        // While observing, the reference served whatever was chosen: that is certain, and the choice's own probability says nothing.
        var isEnforced = decision.Mode == "enforce" && decision.Choice is not null;
        var row = new LoggedRow
        {
            Cluster = decision.Session ?? decision.Id,
            Chosen = isEnforced ? decision.Choice! : decision.Served,
            Propensity = isEnforced ? decision.Propensity : 1,
            Asked = asked,
            Features = FeaturesOf(decision),
        };
        _rows.Add((row, decision, await rewards.ForAsync(decision, cancellationToken).ConfigureAwait(false)));
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

    private WhatIfReport Report(string route, string digest, double confidence)
    {
        var rates = _rows.GroupBy(row => row.Row.Chosen, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(row => row.Rewards.Count > 0) / (double)group.Count(), StringComparer.Ordinal);
        List<LoggedRow> rows = [.. _rows.Select(row => row.Row with { Quality = Known(row.Row, row.Rewards, rates), Cost = Cost(row.Row, row.Decision) })];
        var references = _rows.Select(row => (double?)row.Decision.ReferenceCostUsd).OfType<double>().ToList();
        return new WhatIfReport
        {
            Route = route,
            RouteDigest = digest,
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
        };
    }

    // What was served is graded as what choosing led to, whoever stood in.
    private static List<Seen> Known(LoggedRow row, IReadOnlyList<Reward> given, Dictionary<string, double> rates) =>
        [.. given.Select(reward => new Seen(reward.NeedsChoice ? row.Chosen : reward.Model, reward.Rate ?? rates[row.Chosen], reward.NeedsChoice, reward.Quality))
            .DistinctBy(seen => seen.Model)];

    private static IReadOnlyList<Seen> Cost(LoggedRow row, DecisionRecord decision) =>
        decision.CostUsd is { } cost ? [new Seen(row.Chosen, 1, NeedsChoice: true, (double)cost)] : [];

    private static IReadOnlyList<ModelShares> Shares(List<LoggedRow> rows) =>
        [.. rows.Select(row => row.Chosen).Concat(rows.SelectMany(row => row.Asked).Select(pair => pair.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(model => new ModelShares(model, rows.Average(row => row.Chosen == model ? 1.0 : 0), rows.Average(row => row.Asks(model))))];
}
