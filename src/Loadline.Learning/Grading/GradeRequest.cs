using Loadline.Core.Outcomes;

namespace Loadline.Learning.Grading;

/// <summary>One answer to grade, with everything that may bear on it.</summary>
/// <param name="Row">The prompt, and fields such as <c>answer</c>.</param>
/// <param name="Model">Who answered.</param>
/// <param name="Outcome">The answer; has a response.</param>
/// <param name="Others">All outcomes of the row, for comparisons.</param>
public sealed record GradeRequest(OutcomeRow Row, string Model, Outcome Outcome, IReadOnlyDictionary<string, Outcome> Others)
{
    /// <summary>Gets the prompt as a judge is shown it: the text, or the conversation's messages as JSON.</summary>
    public string PromptText => Row.Prompt ?? Row.Messages?.GetRawText() ?? "";
}
