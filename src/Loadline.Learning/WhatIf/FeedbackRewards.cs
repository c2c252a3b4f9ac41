using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Learning.WhatIf;

/// <summary>Grades by callers: the mean of what was said of each answer.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="source">The only source that counts; <see langword="null"/>: all.</param>
public sealed class FeedbackRewards(ILedger ledger, string? source = null) : IRewardSource
{
    /// <inheritdoc/>
    public string Name => "feedback";

    /// <inheritdoc/>
    public string Assumption => "Of the answers of one model, those that callers judged are no better or worse than those they did not.";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Reward>> ForAsync(DecisionRecord decision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var given = await ledger.Feedback.ForAsync(decision.Id, cancellationToken).ConfigureAwait(false);
        var counted = given.Where(one => source is null || one.Source == source).ToList();
        return counted.Count == 0 || decision.Served is not { } served ? []
            : [new Reward(served, counted.Average(one => one.Quality), null, NeedsChoice: true)];
    }
}
