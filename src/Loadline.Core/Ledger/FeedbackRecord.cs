namespace Loadline.Core.Ledger;

/// <summary>What somebody said of an answer.</summary>
/// <param name="DecisionId">The decision that is judged.</param>
/// <param name="Time">When it was said.</param>
/// <param name="Quality">In [0,1].</param>
/// <param name="Source">Who said it: one word, such as <c>user</c>.</param>
public sealed record FeedbackRecord(string DecisionId, DateTimeOffset Time, double Quality, string Source)
{
    /// <summary>Gets what they added in words; <see langword="null"/>: nothing.</summary>
    public string? Comment { get; init; }
}
