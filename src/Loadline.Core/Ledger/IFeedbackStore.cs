namespace Loadline.Core.Ledger;

/// <summary>What callers said of answers.</summary>
public interface IFeedbackStore
{
    /// <summary>Keeps a judgement; a later one of the same source on the same decision replaces it.</summary>
    ValueTask AddAsync(FeedbackRecord feedback, CancellationToken cancellationToken = default);

    /// <summary>Lists a decision's judgements by source.</summary>
    ValueTask<IReadOnlyList<FeedbackRecord>> ForAsync(string decisionId, CancellationToken cancellationToken = default);
}
