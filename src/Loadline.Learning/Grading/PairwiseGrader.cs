using Loadline.Core.Checks;

namespace Loadline.Learning.Grading;

/// <summary>A judge's preference between a model's answer and another model's, asked in both orders; a verdict that turns with the order is a tie.</summary>
/// <remarks>
/// The preference Δ ∈ {-1, 0, 1} is kept as such; as a grade it reads (1 + Δ) / 2, so that the other model's own answers stand at ½. Such
/// grades say who is preferred, not who is right: they go into tables of their own and never beside absolute ones.
/// </remarks>
internal sealed class PairwiseGrader(string name, IJudge judge, string against, string? rubric) : IGrader
{
    public string Name => name;

    public bool NeedsResponse => true;

    /// <summary>Gets the model whose answers the others are compared with.</summary>
    public string Against => against;

    public async ValueTask<Grade> GradeAsync(GradeRequest request, CancellationToken cancellationToken)
    {
        if (request.Model == against)
        {
            return ToGrade(0, null);
        }

        if (!request.Others.TryGetValue(against, out var other) || other.Response is not { } reference)
        {
            return Grade.None($"there is no answer of '{against}' to compare with");
        }

        var own = request.Outcome.Response!;
        var first = await AskAsync(request, own, reference, cancellationToken).ConfigureAwait(false);
        if (first.Problem is not null)
        {
            return Grade.None(first.Problem);
        }

        var second = await AskAsync(request, reference, own, cancellationToken).ConfigureAwait(false);
        return second.Problem is not null ? Grade.None(second.Problem)
            : first.Verdict == -second.Verdict ? ToGrade(first.Verdict, first.Reason)
            : ToGrade(0, "the verdict turned with the order");
    }

    private static Grade ToGrade(int preference, string? reason) => new((1 + preference) / 2.0, reason, Preference: preference);

    /// <summary>Asks which of two is better: 1 the first, -1 the second, 0 neither.</summary>
    private async ValueTask<(int Verdict, string? Reason, string? Problem)> AskAsync(
        GradeRequest request, string first, string second, CancellationToken cancellationToken)
    {
        var question = new JudgeQuestion(
            JudgeTexts.ComparisonInstructions(rubric), JudgeTexts.Two(request, first, second), "comparison", JudgeTexts.ComparisonSchema);
        var reply = await judge.AskAsync(question, cancellationToken).ConfigureAwait(false);
        if (reply.Answer is not { } answer)
        {
            return (0, null, reply.Problem ?? "the judge said nothing");
        }

        var better = answer.TryGetProperty("better", out var word) ? word.ToString() : "";
        return better switch
        {
            "A" => (1, JudgePrompt.Reason(answer), null),
            "B" => (-1, JudgePrompt.Reason(answer), null),
            "tie" => (0, JudgePrompt.Reason(answer), null),
            _ => (0, null, "the judge's answer names neither A, B nor a tie"),
        };
    }
}
