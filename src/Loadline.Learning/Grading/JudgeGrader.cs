using System.Text.Json;

namespace Loadline.Learning.Grading;

/// <summary>A judge's absolute grade: 0 to 10 by a rubric, divided by ten.</summary>
public sealed class JudgeGrader(string name, IJudge judge, string? rubric) : IGrader
{
    private const double Best = 10;

    public string Name => name;

    public bool NeedsResponse => true;

    public async ValueTask<Grade> GradeAsync(GradeRequest request, CancellationToken cancellationToken)
    {
        var question = new JudgeQuestion(JudgeTexts.GradeInstructions(rubric), JudgeTexts.One(request), "grade", JudgeTexts.GradeSchema);
        var reply = await judge.AskAsync(question, cancellationToken).ConfigureAwait(false);
        if (reply.Answer is not { } answer)
        {
            return Grade.None(reply.Problem ?? "the judge said nothing");
        }

        return answer.TryGetProperty("grade", out var grade) && grade.ValueKind == JsonValueKind.Number && grade.GetDouble() is >= 0 and <= Best and var value
            ? new Grade(value / Best, Reason(answer))
            : Grade.None("the judge's answer has no grade from 0 to 10");
    }

    internal static string? Reason(JsonElement answer) =>
        answer.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null;
}
