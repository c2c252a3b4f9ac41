using System.Text.Json;
using Loadline.Learning.Grading;

namespace Loadline.Learning.Tests.Support;

/// <summary>A judge that answers as told.</summary>
internal sealed class ScriptedJudge(Func<JudgeQuestion, string> answer) : IJudge
{
    public List<JudgeQuestion> Questions { get; } = [];

    public ValueTask<JudgeReply> AskAsync(JudgeQuestion question, CancellationToken cancellationToken)
    {
        Questions.Add(question);
        using var json = JsonDocument.Parse(answer(question));
        return ValueTask.FromResult(new JudgeReply(json.RootElement.Clone()));
    }
}
