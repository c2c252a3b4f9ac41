using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Learning.Certification;

namespace Loadline.Learning.WhatIf;

/// <summary>Answers what another config would have done, from a ledger alone.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="rewards">Where grades come from.</param>
public sealed class WhatIfRun(ILedger ledger, IRewardSource rewards)
{
    private const int PageRows = 1000;

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
        ArgumentNullException.ThrowIfNull(filter);
        var run = new WhatIfCase(config, route);
        var page = new LedgerPage { Filter = filter with { Route = route, Outcome = null, Model = null }, Limit = PageRows, NewestFirst = false, WithContent = true };
        IReadOnlyList<LedgerEntry> entries;
        do
        {
            entries = await ledger.Decisions.ListAsync(page, cancellationToken).ConfigureAwait(false);
            foreach (var entry in entries)
            {
                run.Add(entry, await rewards.ForAsync(entry.Decision, cancellationToken).ConfigureAwait(false));
            }

            page = page with { After = entries.Count > 0 ? entries[^1].Decision.Id : null };
        }
        while (entries.Count == PageRows);
        return run.Report(rewards, confidence);
    }
}
