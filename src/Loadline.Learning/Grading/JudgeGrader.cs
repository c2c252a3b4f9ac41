using Loadline.Core.Checks;

namespace Loadline.Learning.Grading;

/// <summary>A judge's absolute grade: 0 to 10 by a rubric, divided by ten.</summary>
internal sealed class JudgeGrader(string name, IJudge judge, string? rubric) : IGrader
{
    public string Name => name;

    public bool NeedsResponse => true;

    public async ValueTask<Grade> GradeAsync(GradeRequest request, CancellationToken cancellationToken)
    {
        var question = new JudgeQuestion(JudgePrompt.GradeInstructions(rubric), JudgeTexts.One(request), "grade", JudgePrompt.GradeSchema);
        var reply = await judge.AskAsync(question, cancellationToken).ConfigureAwait(false);
        if (reply.Answer is not { } answer)
        {
            return Grade.None(reply.Problem ?? "the judge said nothing");
        }

        var said = JudgePrompt.ReadGrade(answer);
        return said.Problem is { } problem ? Grade.None(problem) : new Grade(said.Score, said.Reason);
    }
}
