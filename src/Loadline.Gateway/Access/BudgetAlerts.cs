using System.Globalization;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Core.Runtime;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Endpoints;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Access;

/// <summary>Tells of budgets that have come to a share of theirs, or no longer cover a request: once a period, of all replicas and restarts.</summary>
internal sealed partial class BudgetAlerts(
    UsageMeters meters, ISpendingStore store, KeyRing ring, EventWebhook webhook, SnapshotHolder snapshots, TimeProvider time, Func<Random> newRandom, ILogger<BudgetAlerts> logger)
{
    private const double Points = 10_000;

    // What this process need not ask the store about again.
    private readonly HashSet<BudgetMark> _known = [];
    private readonly Random _random = newRandom();

    /// <summary>Does it once; to be called by one at a time. Throws what the store throws: what was not told then is told at a later call.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var utc = time.GetUtcNow();
        foreach (var budget in meters.Budgets(utc))
        {
            foreach (var share in snapshots.Current.Config.Server.BudgetAlerts)
            {
                if (budget.SpentUsd >= budget.Limit.Amount * (decimal)share)
                {
                    await TellAsync(budget, (int)Math.Round(share * Points), share, cancellationToken).ConfigureAwait(false);
                }
            }

            if (budget.WasShort)
            {
                await TellAsync(budget, BudgetMark.Exhausted, null, cancellationToken).ConfigureAwait(false);
            }
        }

        _known.RemoveWhere(mark => mark.Start < utc - BudgetMark.Kept);
    }

    private async ValueTask TellAsync(BudgetStatus budget, int point, double? share, CancellationToken cancellationToken)
    {
        var mark = new BudgetMark(budget.Subject, budget.Limit.Per, budget.Start, NanoUsd.FromUsd(budget.Limit.Amount), point);
        if (_known.Contains(mark))
        {
            return;
        }

        var isNews = await store.TryMarkAsync(mark, cancellationToken).ConfigureAwait(false);
        _known.Add(mark);
        if (isNews)
        {
            var told = Event(budget, share);
            Happened(logger, told.Budget, told.Kind, told.Why);
            webhook.Send(told.Kind, told, GatewayJsonContext.Default.BudgetEvent);
        }
    }

    private BudgetEvent Event(BudgetStatus budget, double? share)
    {
        var now = time.GetUtcNow();
        var limit = UsageLimitText.Write(budget.Limit);
        var left = Math.Max(0, budget.Limit.Amount - budget.SpentUsd);
        var why = share is { } reached
            ? string.Create(CultureInfo.InvariantCulture, $"{reached:P0} of {limit} USD are spent: {budget.SpentUsd:0.######} USD.")
            : string.Create(CultureInfo.InvariantCulture, $"What is left of {limit} USD, {left:0.######} USD, did not cover a request.");
        return new BudgetEvent(
            DecisionId.Create(now, _random), now, share is null ? BudgetEvent.Exhausted : BudgetEvent.ShareReached, budget.Subject,
            ring.Keys.FirstOrDefault(key => key.Subject == budget.Subject)?.Name, limit, budget.Start, share, budget.Limit.Amount, budget.SpentUsd, why);
    }

    [LoggerMessage(22, LogLevel.Warning, "Budget of {Budget}: {Kind}: {Why}")]
    private static partial void Happened(ILogger logger, string budget, string kind, string why);
}
