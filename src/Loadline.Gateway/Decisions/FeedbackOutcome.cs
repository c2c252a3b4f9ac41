namespace Loadline.Gateway.Decisions;

/// <summary>What became of a judgement.</summary>
/// <param name="Status">In the ledger.</param>
/// <param name="IsLearned">Whether a policy learned from it.</param>
internal readonly record struct FeedbackOutcome(FeedbackStatus Status, bool IsLearned);
