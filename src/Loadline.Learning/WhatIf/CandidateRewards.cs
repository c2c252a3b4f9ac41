using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Learning.WhatIf;

/// <summary>Grades by audits that asked every candidate: they tell of each whatever was chosen, so that logs of a policy that leaves nothing to chance will do.</summary>
/// <remarks>Meant for a log of those requests alone: a random sample of the traffic, in which every candidate's grade and cost is known.</remarks>
public sealed class CandidateRewards : IRewardSource
{
    private readonly Dictionary<string, AuditRecord> _audits;

    private CandidateRewards(Dictionary<string, AuditRecord> audits) => _audits = audits;

    /// <inheritdoc/>
    public string Name => "audits of every candidate";

    /// <inheritdoc/>
    public string Assumption => "Requests whose every candidate was asked were drawn at random.";

    /// <summary>Gets the decisions that were audited so, newest first.</summary>
    public IReadOnlyCollection<string> Decisions => _audits.Keys;

    /// <summary>Takes those that asked every candidate.</summary>
    /// <param name="audits">Audits of one route.</param>
    public static CandidateRewards Of(IEnumerable<AuditRecord> audits)
    {
        ArgumentNullException.ThrowIfNull(audits);
        return new CandidateRewards(audits.Where(static audit => audit.Details.Answers.Count > 1).ToDictionary(static audit => audit.DecisionId, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Reward>> ForAsync(DecisionRecord decision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return new ValueTask<IReadOnlyList<Reward>>(!_audits.TryGetValue(decision.Id, out var audit)
            ? []
            : [.. audit.Details.Answers.Select(answer => new Reward(answer.Model, Grade(audit, answer), 1, NeedsChoice: false) { CostUsd = answer.CostUsd })]);
    }

    // A person's label of the two answers that were compared goes before the judge's grade.
    private static double Grade(AuditRecord audit, AuditAnswer answer) =>
        audit.Label is null ? answer.Quality
        : answer.Model == audit.Served ? audit.BestServedQuality
        : answer.Model == audit.Reference ? audit.BestReferenceQuality : answer.Quality;
}
