using System.Text.Json;
using Loadline.Core.Checks;

namespace Loadline.Learning.Grading;

/// <summary>Grades by a check; the answer key is the row's <c>answer</c>, its schema the row's <c>schema</c>.</summary>
internal sealed class CheckGrader(string name, Check check) : IGrader
{
    public string Name => name;

    public bool NeedsResponse => true;

    public ValueTask<Grade> GradeAsync(GradeRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(Grade(request));

    private Grade Grade(GradeRequest request)
    {
        try
        {
            var expected = request.Row.Field("answer") is { } key ? AnswerToCheck.ReadExpected(key) : [];
            if (check.NeedsExpected && expected.Count == 0)
            {
                return Grading.Grade.None($"the row has no `answer`, which `{check.Kind}` compares with");
            }

            var result = check.Run(new AnswerToCheck(request.Outcome.Response!)
            {
                Expected = expected,
                StopReason = StopReason(request),
                Schema = request.Row.Field("schema"),
            });
            return new Grade(result.Score, result.Reason);
        }
        catch (CheckException error)
        {
            return Grading.Grade.None(error.Message);
        }
    }

    private static string? StopReason(GradeRequest request)
    {
        foreach (var (name, value) in request.Outcome.Rest)
        {
            if (name == "stop_reason" && value.ValueKind == JsonValueKind.String)
            {
                return value.GetString();
            }
        }

        return null;
    }
}
