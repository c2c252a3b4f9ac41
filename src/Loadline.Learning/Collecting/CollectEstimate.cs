namespace Loadline.Learning.Collecting;

/// <summary>What a collection will come to.</summary>
/// <param name="Rows">Prompts in the list.</param>
/// <param name="Calls">Calls to candidates that are still to be made.</param>
/// <param name="Done">Pairs of row and model that are there already.</param>
/// <param name="ToGrade">Answers that are there and await grading.</param>
/// <param name="ExpectedUsd">What the calls will cost if answers have the expected length.</param>
/// <param name="MostUsd">What they can cost at most.</param>
/// <param name="JudgeUsd">What judges are expected to cost.</param>
/// <param name="ByModel">Expected cost by model; models without a price are at 0.</param>
public sealed record CollectEstimate(
    long Rows, long Calls, long Done, long ToGrade, decimal ExpectedUsd, decimal MostUsd, decimal JudgeUsd, IReadOnlyDictionary<string, decimal> ByModel);
