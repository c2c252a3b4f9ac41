using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Learning.WhatIf;

/// <summary>Grades by audits: drawn with a known probability, and telling of the reference whatever was chosen.</summary>
public sealed class AuditRewards : IRewardSource
{
    private const int MostAudits = 5_000_000;
    private readonly Dictionary<string, AuditRecord> _audits;

    private AuditRewards(Dictionary<string, AuditRecord> audits) => _audits = audits;

    /// <inheritdoc/>
    public string Name => "audits";

    /// <inheritdoc/>
    public string Assumption => "Audits were drawn with the probabilities that they record.";

    /// <summary>Gets the number of audits.</summary>
    public int Count => _audits.Count;

    /// <summary>Reads the audits that a filter means; about 300 bytes of memory each.</summary>
    public static async Task<AuditRewards> ReadAsync(ILedger ledger, LedgerFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(filter);
        var audits = await ledger.Audits.ListAsync(filter with { Outcome = null }, MostAudits, cancellationToken).ConfigureAwait(false);
        return new AuditRewards(audits.ToDictionary(audit => audit.DecisionId, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Reward>> ForAsync(DecisionRecord decision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (!_audits.TryGetValue(decision.Id, out var audit))
        {
            return new ValueTask<IReadOnlyList<Reward>>([]);
        }

        var reference = new Reward(audit.Reference, audit.ReferenceQuality, audit.Rate, NeedsChoice: false);
        return new ValueTask<IReadOnlyList<Reward>>(
            audit.Served == audit.Reference ? [reference] : [new Reward(audit.Served, audit.ServedQuality, audit.Rate, NeedsChoice: true), reference]);
    }
}
