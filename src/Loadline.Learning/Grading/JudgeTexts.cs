using System.Text;
using System.Text.Json;
using Loadline.Core.Checks;

namespace Loadline.Learning.Grading;

/// <summary>What judges are told of a table's rows; the words are those of <see cref="JudgePrompt"/>.</summary>
internal static class JudgeTexts
{
    public const string ComparisonSchema =
        """{"type":"object","properties":{"reason":{"type":"string"},"better":{"type":"string","enum":["A","B","tie"]}},"required":["reason","better"],"additionalProperties":false}""";

    public static string ComparisonInstructions(string? rubric) =>
        "You compare two answers to one request and say which one serves the person who asked better: `A`, `B`, or `tie` where neither does. "
        + "The order in which they are shown means nothing. " + JudgePrompt.Caution + JudgePrompt.OfRubric(rubric) + " Reply with JSON: first `reason` in one sentence, then `better`.";

    public static string One(GradeRequest request)
    {
        var text = new StringBuilder();
        Section(text, "request", request.PromptText);
        Reference(text, request);
        Section(text, "answer", request.Outcome.Response!);
        return text.ToString();
    }

    public static string Two(GradeRequest request, string first, string second)
    {
        var text = new StringBuilder();
        Section(text, "request", request.PromptText);
        Reference(text, request);
        Section(text, "answer A", first);
        Section(text, "answer B", second);
        return text.ToString();
    }

    private static void Reference(StringBuilder text, GradeRequest request)
    {
        if (request.Row.Field("answer") is { ValueKind: not JsonValueKind.Null } key)
        {
            Section(text, "reference answer", string.Join("\nor: ", AnswerToCheck.ReadExpected(key)));
        }
    }

    private static void Section(StringBuilder text, string name, string content) => JudgePrompt.Section(text, name, content);
}
